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
 * What Discord knows of one user in its guilds: where it lists it, under which session, and at
 * which voice server. Its own monitor guards it; the caller holds that.
 */
final class VoiceStates {

  private static final int SECRET_BYTES = 16;

  private final long userId;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, UpdateVoiceState> states = new HashMap<>();
  private final Map<Long, GivenServer> assigned = new HashMap<>();
  private final Map<Long, GivenServer> serving = new HashMap<>();
  private final Map<Long, VoiceServerUpdate> lastServers = new HashMap<>();
  private String sessionId = secret();
  private GivenServer usual;

  VoiceStates(long userId, GivenServer usual) {
    this.userId = userId;
    this.usual = usual;
  }

  /** What an opcode 4 changes. */
  enum Change {
    NOTHING,
    FLAGS,
    LEFT,
    /** Also from another channel. */
    JOINED
  }

  /** Does what it asks for. */
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

  /** The user is in this channel now, without its own doing. */
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

  /** The user's state, as Discord would tell it now. */
  VoiceStateUpdate state(long guildId) {
    UpdateVoiceState state = states.get(guildId);
    return state == null
        ? new VoiceStateUpdate(guildId, OptionalLong.empty(), userId, sessionId, false, false)
        : new VoiceStateUpdate(
            guildId, state.channelId(), userId, sessionId, state.selfMute(), state.selfDeaf());
  }

  /** From now on the user has another session id. */
  void renewSession() {
    sessionId = secret();
  }

  // Voice servers

  /** Every guild is served there from now on. */
  void serveFrom(GivenServer server) {
    usual = server;
    assigned.clear();
  }

  /** This guild is served there from now on. */
  void assign(long guildId, GivenServer server) {
    assigned.put(guildId, server);
  }

  /** Where the user was sent last, and so where its voice session is, if anywhere. */
  GivenServer servingIn(long guildId) {
    return serving.getOrDefault(guildId, assignedIn(guildId));
  }

  private GivenServer assignedIn(long guildId) {
    return assigned.getOrDefault(guildId, usual);
  }

  /** A fresh token for the server of this guild. */
  VoiceServerUpdate server(long guildId) {
    GivenServer server = assignedIn(guildId);
    VoiceServerUpdate update =
        new VoiceServerUpdate(guildId, secret(), Optional.of(server.endpoint()));
    server.issue(guildId, userId, sessionId, update.token());
    channelIn(guildId).ifPresent(channelId -> server.inChannel(guildId, channelId));
    serving.put(guildId, server);
    lastServers.put(guildId, update);
    return update;
  }

  /** There is no server for this guild. */
  VoiceServerUpdate noServer(long guildId) {
    VoiceServerUpdate update = new VoiceServerUpdate(guildId, secret(), Optional.empty());
    lastServers.put(guildId, update);
    return update;
  }

  Optional<VoiceServerUpdate> lastServer(long guildId) {
    return Optional.ofNullable(lastServers.get(guildId));
  }

  /** What was issued for this guild is void: the server now expects what nobody is told. */
  void revoke(long guildId) {
    servingIn(guildId).issue(guildId, userId, sessionId, secret());
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
