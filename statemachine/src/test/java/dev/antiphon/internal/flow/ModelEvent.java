package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The possible events in the world of the {@link FlowExplorer}. Each constant creates its event
 * from the current memory. A path of the exploration is therefore also a scenario: {@code new
 * FlowSimulation(limits).on(ModelEvent.JOIN).on(ModelEvent.VOICE_STATE_NEW_SESSION)}.
 *
 * <p>Sessions, tokens, endpoints and keys are either the known value or a new value.
 */
public enum ModelEvent implements Function<FlowMemory, VoiceEvent> {
  JOIN(Source.APPLICATION, now -> new Command.Join(FlowSimulation.CHANNEL)),
  JOIN_AFTER_A_LEAVE(Source.APPLICATION, now -> new Command.Join(FlowSimulation.CHANNEL, true)),
  MOVE(Source.APPLICATION, now -> new Command.Move(FlowSimulation.OTHER_CHANNEL)),
  MUTE(Source.APPLICATION, now -> new Command.SetSelf(new SelfFlags(true, false))),
  UNMUTE(Source.APPLICATION, now -> new Command.SetSelf(SelfFlags.NONE)),
  DISCONNECT(Source.APPLICATION, now -> new Command.Disconnect()),
  CLOSE(Source.APPLICATION, now -> new Command.Close()),
  RECONNECT(Source.APPLICATION, now -> new Command.Reconnect()),
  EFFECT_FAILED(Source.APPLICATION, now -> new VoiceEvent.EffectFailed("an effect failed")),
  GRANT_NOTHING(Source.POLICY, now -> new PolicyAnswer.GrantBudgets(new Budgets(0, 0))),
  GRANT_ONE_OF_EACH(Source.POLICY, now -> new PolicyAnswer.GrantBudgets(new Budgets(1, 1))),
  GRANT_WINDOW(
      Source.POLICY,
      now -> new PolicyAnswer.GrantWindow(now.retries().questions(), CanonicalMemory.SOME_TIME)),
  FORBID_REJOIN(Source.POLICY, now -> new PolicyAnswer.ForbidRejoin(now.retries().questions())),

  NO_CHANNEL(Source.MAIN_GATEWAY, now -> voiceState(now, OptionalLong.empty(), 0)),
  NO_CHANNEL_LEAVING_AGAIN(
      Source.MAIN_GATEWAY,
      now -> new VoiceEvent.OwnVoiceState(OptionalLong.empty(), 1, SelfFlags.NONE, true)),
  VOICE_STATE(Source.MAIN_GATEWAY, now -> voiceState(now, here(), 0)),
  VOICE_STATE_NEW_SESSION(Source.MAIN_GATEWAY, now -> voiceState(now, here(), 1)),
  VOICE_STATE_ELSEWHERE(Source.MAIN_GATEWAY, now -> voiceState(now, elsewhere(), 0)),
  VOICE_STATE_ELSEWHERE_NEW_SESSION(Source.MAIN_GATEWAY, now -> voiceState(now, elsewhere(), 1)),
  SHOWN_OTHERWISE(
      Source.MAIN_GATEWAY,
      now -> voiceState(now, here(), 0, new SelfFlags(!now.intent().wanted().mute(), false))),
  SERVER_GONE(Source.MAIN_GATEWAY, now -> server(now, -now.credentials().endpoint(), 0)),
  SERVER_REPEATED(Source.MAIN_GATEWAY, now -> server(now, 0, 0)),
  SERVER_NEW_TOKEN(Source.MAIN_GATEWAY, now -> server(now, 0, 1)),
  SERVER_NEW_ENDPOINT(Source.MAIN_GATEWAY, now -> server(now, 1, 1)),
  MAIN_LOST(Source.MAIN_GATEWAY, now -> main(VoiceEvent.MainSession.Change.LOST)),
  MAIN_RESUMED(Source.MAIN_GATEWAY, now -> main(VoiceEvent.MainSession.Change.RESUMED)),
  MAIN_NEW(Source.MAIN_GATEWAY, now -> main(VoiceEvent.MainSession.Change.NEW)),
  NOT_SENT(
      Source.MAIN_GATEWAY,
      now -> new VoiceEvent.VoiceStateNotSent(now.intent().sends(), "op 4 is not sent")),
  GUILD_GONE(Source.MAIN_GATEWAY, now -> new VoiceEvent.Evicted(DisconnectReason.GUILD_REMOVED)),
  CHANNEL_GONE(
      Source.MAIN_GATEWAY, now -> new VoiceEvent.Evicted(here(), DisconnectReason.CHANNEL_DELETED)),
  PERMISSION_GONE(
      Source.MAIN_GATEWAY,
      now -> new VoiceEvent.Evicted(elsewhere(), DisconnectReason.PERMISSION_LOST)),

  SOCKET_OPEN(Source.DIAL, now -> new VoiceEvent.SocketOpen(socket(now))),
  DIAL_FAILED(Source.DIAL, now -> new VoiceEvent.DialFailed(socket(now), "connection refused")),
  DIAL_HOPELESS(
      Source.DIAL, now -> new VoiceEvent.DialFailed(socket(now), "untrusted certificate", true)),
  HELLO(Source.SOCKET, now -> new VoiceEvent.HelloReceived(socket(now), FlowSimulation.INTERVAL)),
  HELLO_UNSOUND(Source.SOCKET, now -> new VoiceEvent.HelloReceived(socket(now), Double.NaN)),
  READY(Source.SOCKET, now -> ready(now, 0, EnumSet.allOf(EncryptionMode.class))),
  READY_OTHER_SSRC(Source.SOCKET, now -> ready(now, 1, EnumSet.allOf(EncryptionMode.class))),
  READY_NO_MODE(Source.SOCKET, now -> ready(now, 0, Set.of())),
  READY_MALFORMED(Source.SOCKET, now -> new VoiceEvent.Malformed(socket(now), 2)),
  DESCRIBED(Source.SOCKET, now -> described(now, 1)),
  DESCRIBED_SAME_KEY(Source.SOCKET, now -> described(now, 0)),
  DESCRIBED_UNUSABLE(Source.SOCKET, now -> new VoiceEvent.Malformed(socket(now), 4)),
  RESUMED(Source.SOCKET, now -> new VoiceEvent.ResumedReceived(socket(now))),
  MALFORMED(Source.SOCKET, now -> new VoiceEvent.Malformed(socket(now), -1)),
  HEARTBEATS_MISSED(Source.HEART, now -> new VoiceEvent.HeartbeatsMissed(socket(now))),
  LOST(Source.SOCKET, now -> closed(now, 1006)),
  CLOSE_4000(Source.SOCKET, now -> closed(now, 4000)),
  CLOSE_4001(Source.SOCKET, now -> closed(now, 4001)),
  CLOSE_4004(Source.SOCKET, now -> closed(now, 4004)),
  CLOSE_4006(Source.SOCKET, now -> closed(now, 4006)),
  CLOSE_4011(Source.SOCKET, now -> closed(now, 4011)),
  CLOSE_4012(Source.SOCKET, now -> closed(now, 4012)),
  CLOSE_4014(Source.SOCKET, now -> closed(now, 4014)),
  CLOSE_4015(Source.SOCKET, now -> closed(now, 4015)),
  CLOSE_4016(Source.SOCKET, now -> closed(now, 4016)),
  CLOSE_4017(Source.SOCKET, now -> closed(now, 4017)),
  CLOSE_4021(Source.SOCKET, now -> closed(now, 4021)),
  CLOSE_4022(Source.SOCKET, now -> closed(now, 4022)),
  CLOSE_4999(Source.SOCKET, now -> closed(now, 4999)),

  KEYS_AWAITED(Source.ENCRYPTION, now -> keys(now, KeyStatus.AWAITED)),
  KEYS_CHANGING(Source.ENCRYPTION, now -> keys(now, KeyStatus.CHANGING)),
  KEYS_AVAILABLE(Source.ENCRYPTION, now -> keys(now, KeyStatus.AVAILABLE)),
  KEYS_SPENT(Source.ENCRYPTION, now -> keys(now, KeyStatus.SPENT)),
  KEYS_OF_OTHER_CHANNEL(Source.ENCRYPTION, now -> keys(now, KeyStatus.OTHER_CHANNEL)),

  UDP_READY(Source.PATH_OPENING, now -> new VoiceEvent.UdpReady(path(now))),
  UDP_OPEN_FAILED(Source.PATH_OPENING, now -> new VoiceEvent.UdpOpenFailed(path(now), "no socket")),
  DISCOVERED(Source.PATH, now -> new VoiceEvent.Discovered(path(now), 1)),
  UDP_ALIVE(Source.PATH, now -> new VoiceEvent.UdpAlive(path(now))),
  UDP_UNREACHABLE(Source.PATH, now -> new VoiceEvent.UdpUnreachable(path(now), "no route")),
  NONCE_NEARLY_SPENT(Source.PATH, now -> new VoiceEvent.NonceNearlySpent(path(now))),

  SERVER_FIRES(FlowTimer.SERVER),
  SETTLE_FIRES(FlowTimer.SETTLE),
  DIAL_FIRES(FlowTimer.DIAL),
  HELLO_FIRES(FlowTimer.HELLO),
  READY_FIRES(FlowTimer.READY),
  RESUMED_FIRES(FlowTimer.RESUMED),
  DISCOVERY_RETRY_FIRES(FlowTimer.DISCOVERY_RETRY),
  DISCOVERY_FIRES(FlowTimer.DISCOVERY),
  DESCRIPTION_FIRES(FlowTimer.DESCRIPTION),
  BACKOFF_FIRES(FlowTimer.BACKOFF),
  PACE_FIRES(FlowTimer.PACE),
  MOVE_FIRES(FlowTimer.MOVE),
  PAIR_FIRES(FlowTimer.PAIR),
  HOLD_FIRES(FlowTimer.HOLD),
  STABLE_FIRES(FlowTimer.STABLE),
  VIOLATIONS_FIRES(FlowTimer.VIOLATIONS),
  PROTOCOL_ERRORS_FIRES(FlowTimer.PROTOCOL_ERRORS),
  RESUME_WINDOW_FIRES(FlowTimer.RESUME_WINDOW),
  LEAVE_FIRES(FlowTimer.LEAVE),
  UDP_FAILURE_FIRES(FlowTimer.UDP_FAILURE),
  DECIDE_FIRES(FlowTimer.DECIDE),
  RECOVERY_FIRES(FlowTimer.RECOVERY),
  KEYS_FIRES(FlowTimer.KEYS);

  /** The source of the event, which determines when the event is possible. */
  enum Source {
    APPLICATION,
    POLICY,
    MAIN_GATEWAY,
    /** A socket opens or fails to open, once. */
    DIAL,
    /** An open socket sends any message, at any time and any number of times. */
    SOCKET,
    /** Heartbeats can be missed after they have started. */
    HEART,
    /** The session of the encryption reports any status, from Identify on. */
    ENCRYPTION,
    PATH_OPENING,
    PATH,
    /** A running timer fires at any moment, because time is not modelled. */
    TIMER
  }

  private static final int KEY_LENGTH = 32;

  private final Source source;
  private final Function<FlowMemory, VoiceEvent> event;

  ModelEvent(Source source, Function<FlowMemory, VoiceEvent> event) {
    this.source = source;
    this.event = event;
  }

  ModelEvent(FlowTimer timer) {
    this(Source.TIMER, now -> new VoiceEvent.TimerFired(timer, now.timers().generation(timer)));
  }

  /** Creates the event for a flow with this memory. */
  @Override
  public VoiceEvent apply(FlowMemory now) {
    return event.apply(now);
  }

  Source source() {
    return source;
  }

  /** Whether the event happens in a world that sends and answers nothing. */
  boolean isSilent() {
    return source == Source.TIMER || source == Source.HEART;
  }

  /** Whether the event is possible with the current sockets and paths. */
  boolean isPossible(FlowMemory now, ExternalState external) {
    return switch (source) {
      case APPLICATION, POLICY, TIMER -> true;
      case MAIN_GATEWAY -> isAvailable(now);
      case DIAL -> !external.socketOpen();
      case SOCKET ->
          external.socketOpen()
              && (this != DESCRIBED_SAME_KEY || now.udp().key() != Credentials.NONE);
      case ENCRYPTION -> now.encryption().session() > 0;
      case HEART -> external.socketOpen() && now.socket().hello();
      case PATH_OPENING -> !external.pathOpen();
      case PATH -> external.pathOpen();
    };
  }

  private boolean isAvailable(FlowMemory now) {
    return switch (this) {
      case SERVER_REPEATED, SERVER_NEW_TOKEN -> now.credentials().endpoint() != Credentials.NONE;
      case NO_CHANNEL_LEAVING_AGAIN -> now.intent().leaving();
      default -> true;
    };
  }

  private static VoiceEvent voiceState(FlowMemory now, OptionalLong channel, int newer) {
    return voiceState(now, channel, newer, now.intent().wanted());
  }

  private static VoiceEvent voiceState(
      FlowMemory now, OptionalLong channel, int newer, SelfFlags shown) {
    int session = Math.max(1, now.credentials().session() + newer);
    return new VoiceEvent.OwnVoiceState(channel, session, shown);
  }

  private static VoiceEvent server(FlowMemory now, int otherEndpoint, int newer) {
    Credentials known = now.credentials();
    return new VoiceEvent.VoiceServer(known.endpoint() + otherEndpoint, known.token() + newer);
  }

  private static VoiceEvent main(VoiceEvent.MainSession.Change change) {
    return new VoiceEvent.MainSession(change);
  }

  private static VoiceEvent ready(FlowMemory now, int otherSsrc, Set<EncryptionMode> offered) {
    long known = now.udp().ssrc() == 0 ? FlowSimulation.SSRC : now.udp().ssrc();
    return new VoiceEvent.ReadyReceived(socket(now), known + otherSsrc, offered, 1);
  }

  private static VoiceEvent described(FlowMemory now, int otherKey) {
    int key = now.udp().key() + otherKey;
    return new VoiceEvent.Described(socket(now), now.udp().mode(), key, KEY_LENGTH);
  }

  private static VoiceEvent keys(FlowMemory now, KeyStatus status) {
    return new KeysReported(now.encryption().session(), status);
  }

  private static VoiceEvent closed(FlowMemory now, int code) {
    return new VoiceEvent.SocketClosed(socket(now), code);
  }

  private static OptionalLong here() {
    return OptionalLong.of(FlowSimulation.CHANNEL);
  }

  private static OptionalLong elsewhere() {
    return OptionalLong.of(FlowSimulation.OTHER_CHANNEL);
  }

  private static int socket(FlowMemory now) {
    return now.socket().generation();
  }

  private static int path(FlowMemory now) {
    return now.udp().generation();
  }
}
