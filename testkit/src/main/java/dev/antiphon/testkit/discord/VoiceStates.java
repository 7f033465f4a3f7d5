package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Discord's data about one user: its main sessions, its channel in each guild and its voice
 * servers. Each channel belongs to one main session. The caller must hold this object's monitor.
 */
final class VoiceStates {

  private static final int SECRET_BYTES = 16;

  private final long userId;
  private final SecureRandom random = new SecureRandom();
  private final List<MainSession> sessions = new CopyOnWriteArrayList<>();
  private final Map<Long, UpdateVoiceState> states = new HashMap<>();
  private final Map<Long, MainSession> owners = new HashMap<>();
  private final Map<Long, AssignedServer> assigned = new HashMap<>();
  private final Map<Long, AssignedServer> serving = new HashMap<>();
  private final Map<Long, VoiceServerUpdate> lastServers = new HashMap<>();
  private AssignedServer defaultServer;

  VoiceStates(long userId, AssignedServer defaultServer) {
    this.userId = userId;
    this.defaultServer = defaultServer;
  }

  /** The change that an opcode 4 causes. */
  enum Change {
    NOTHING,
    FLAGS,
    LEFT,
    /** The user joined a channel, moved to another one, or took the channel from a process. */
    JOINED
  }

  // Main sessions

  /** Starts the main session of one more process of the bot. */
  MainSession open() {
    MainSession session = new MainSession(secret());
    sessions.add(session);
    return session;
  }

  /** Returns the main session of a process that the test does not see. It receives no events. */
  MainSession unknownProcess() {
    MainSession session = new MainSession(secret());
    session.dispatcher().close();
    return session;
  }

  /** Gives a main session a new id. */
  void renew(MainSession session) {
    session.renew(secret());
  }

  /** Returns the main session that joined the channel of this guild last. */
  MainSession owner(long guildId) {
    return owners.getOrDefault(guildId, sessions.get(0));
  }

  /** Lets this session own the user's channel of this guild. */
  void own(long guildId, MainSession session) {
    owners.put(guildId, session);
  }

  /** Returns true if Discord lists the user through another process in the channel of a join. */
  boolean listsOther(MainSession session, UpdateVoiceState join) {
    return join.channelId().isPresent()
        && channelIn(join.guildId()).equals(join.channelId())
        && owner(join.guildId()) != session;
  }

  /** Dispatches an event to every process. */
  void dispatch(Consumer<Listener> event) {
    sessions.forEach(session -> session.dispatcher().dispatch(event));
  }

  /** Waits until every process has received all events so far. Needs no monitor. */
  void awaitDelivery() {
    sessions.forEach(session -> session.dispatcher().awaitDelivery());
  }

  /** Discards the channels of this main session, and returns their last voice states. */
  List<VoiceStateUpdate> discard(MainSession session) {
    List<VoiceStateUpdate> discarded = new ArrayList<>();
    for (long guildId : guilds()) {
      if (owner(guildId) == session) {
        put(guildId, OptionalLong.empty());
        discarded.add(state(guildId));
      }
    }
    renew(session);
    return discarded;
  }

  // Channels

  /** Applies an opcode 4 of this main session. */
  Change apply(MainSession session, UpdateVoiceState update) {
    long guildId = update.guildId();
    OptionalLong before = channelIn(guildId);
    boolean left = update.channelId().isEmpty();
    boolean taken = listsOther(session, update);
    if (left ? before.isEmpty() : !taken && update.equals(states.get(guildId))) {
      return Change.NOTHING;
    }
    states.put(guildId, update);
    if (left) {
      return Change.LEFT;
    }
    owners.put(guildId, session);
    return before.equals(update.channelId()) && !taken ? Change.FLAGS : Change.JOINED;
  }

  OptionalLong channelIn(long guildId) {
    UpdateVoiceState state = states.get(guildId);
    return state == null ? OptionalLong.empty() : state.channelId();
  }

  List<Long> guilds() {
    return states.keySet().stream().filter(guild -> channelIn(guild).isPresent()).toList();
  }

  /** Moves the user to this channel without an opcode 4. */
  void put(long guildId, OptionalLong channelId) {
    UpdateVoiceState before = states.get(guildId);
    states.put(
        guildId,
        new UpdateVoiceState(
            guildId,
            channelId,
            before != null && before.selfMute(),
            before != null && before.selfDeaf()));
  }

  /** Returns the current voice state as Discord would send it. */
  VoiceStateUpdate state(long guildId) {
    UpdateVoiceState state = states.get(guildId);
    String sessionId = owner(guildId).id();
    return state == null
        ? new VoiceStateUpdate(guildId, OptionalLong.empty(), userId, sessionId, false, false)
        : new VoiceStateUpdate(
            guildId, state.channelId(), userId, sessionId, state.selfMute(), state.selfDeaf());
  }

  // Voice servers

  /** Assigns this server to every guild from now on. */
  void serveFrom(AssignedServer server) {
    defaultServer = server;
    assigned.clear();
  }

  /** Assigns this server to this guild from now on. */
  void assign(long guildId, AssignedServer server) {
    assigned.put(guildId, server);
  }

  /**
   * Returns the server to which the user was sent last. The voice session is there, if there is
   * one.
   */
  AssignedServer servingIn(long guildId) {
    return serving.getOrDefault(guildId, assignedIn(guildId));
  }

  private AssignedServer assignedIn(long guildId) {
    return assigned.getOrDefault(guildId, defaultServer);
  }

  /** Issues a new token for the server of this guild. */
  VoiceServerUpdate server(long guildId) {
    AssignedServer server = assignedIn(guildId);
    VoiceServerUpdate update =
        new VoiceServerUpdate(guildId, secret(), Optional.of(server.endpoint()));
    server.issue(guildId, userId, owner(guildId).id(), update.token());
    channelIn(guildId).ifPresent(channelId -> server.inChannel(guildId, userId, channelId));
    serving.put(guildId, server);
    lastServers.put(guildId, update);
    return update;
  }

  /** Returns an update without an endpoint: no server is available for this guild. */
  VoiceServerUpdate noServer(long guildId) {
    VoiceServerUpdate update = new VoiceServerUpdate(guildId, secret(), Optional.empty());
    lastServers.put(guildId, update);
    return update;
  }

  Optional<VoiceServerUpdate> lastServer(long guildId) {
    return Optional.ofNullable(lastServers.get(guildId));
  }

  /**
   * Revokes the credentials of this guild: the server now expects a token that no client receives.
   */
  void revoke(long guildId) {
    servingIn(guildId).issue(guildId, userId, owner(guildId).id(), secret());
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
