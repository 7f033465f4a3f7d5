package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Discord's data about one user: its channel in each guild, its session id and its voice servers.
 * The caller must hold this object's monitor.
 */
final class VoiceStates {

  private static final int SECRET_BYTES = 16;

  private final long userId;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, UpdateVoiceState> states = new HashMap<>();
  private final Map<Long, AssignedServer> assigned = new HashMap<>();
  private final Map<Long, AssignedServer> serving = new HashMap<>();
  private final Map<Long, VoiceServerUpdate> lastServers = new HashMap<>();
  private String sessionId = secret();
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
    /** The user joined a channel or moved to another one. */
    JOINED
  }

  /** Applies an opcode 4. */
  Change apply(UpdateVoiceState update) {
    OptionalLong before = channelIn(update.guildId());
    boolean left = update.channelId().isEmpty();
    if (left ? before.isEmpty() : update.equals(states.get(update.guildId()))) {
      return Change.NOTHING;
    }
    states.put(update.guildId(), update);
    if (left) {
      return Change.LEFT;
    }
    return before.equals(update.channelId()) ? Change.FLAGS : Change.JOINED;
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
    return state == null
        ? new VoiceStateUpdate(guildId, OptionalLong.empty(), userId, sessionId, false, false)
        : new VoiceStateUpdate(
            guildId, state.channelId(), userId, sessionId, state.selfMute(), state.selfDeaf());
  }

  /** Gives the user a new session id. */
  void renewSession() {
    sessionId = secret();
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
    server.issue(guildId, userId, sessionId, update.token());
    channelIn(guildId).ifPresent(channelId -> server.inChannel(guildId, channelId));
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
    servingIn(guildId).issue(guildId, userId, sessionId, secret());
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
