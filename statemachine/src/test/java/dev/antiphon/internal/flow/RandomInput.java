package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/**
 * A random input: three numbers that become an event or a pause, depending on the current state of
 * the flow. Many inputs are the next event of a join, and numbers and generations are near the
 * current ones. Random sequences therefore reach all states.
 *
 * @param kind the kind of the input, any number
 * @param offset the difference between its generation and the current generation
 * @param value the variant of the input, not negative
 */
public record RandomInput(int kind, int offset, int value) {
  private static final int[] CODES = {
    -1, 0, 1000, 1005, 1006, 3999, 4000, 4001, 4004, 4006, 4010, 4011, 4012, 4014, 4015, 4016, 4017,
    4021, 4022, 4999
  };
  private static final double[] INTERVALS = {FlowSimulation.INTERVAL, 0, -1, Double.NaN, 1e9};
  private static final long[] MILLIS = {1, 250, 500, 2_000, 5_000, 10_000, 30_000};
  private static final List<Set<EncryptionMode>> OFFERS =
      List.of(
          EnumSet.allOf(EncryptionMode.class),
          EnumSet.of(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE),
          EnumSet.noneOf(EncryptionMode.class));
  private static final int FIRST_RARE = 16;

  /** The number of kinds. All kinds below it are equally likely. */
  public static final int KINDS = FIRST_RARE + 31;

  /** Lists of inputs. Most inputs have the current generation. */
  public static Arbitrary<List<RandomInput>> lists(int longest) {
    return inputs()
        .list()
        .ofMinSize(1)
        .ofMaxSize(longest)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  /** Single inputs. Most inputs have the current generation. */
  public static Arbitrary<RandomInput> inputs() {
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, KINDS - 1);
    Arbitrary<Integer> offsets = Arbitraries.of(0, 0, 0, 0, 0, 0, -2, -1, 1, 2);
    Arbitrary<Integer> values = Arbitraries.integers().between(0, 119);
    return Combinators.combine(
            kinds.withoutEdgeCases(), offsets.withoutEdgeCases(), values.withoutEdgeCases())
        .as(RandomInput::new);
  }

  /** Applies the input to the flow. */
  public void applyTo(FlowSimulation flow) {
    pause().ifPresentOrElse(flow::advance, () -> flow.on(event(flow.now())));
  }

  /** The length of the pause; empty if the input is an event. */
  public Optional<Duration> pause() {
    return kind == FIRST_RARE - 1
        ? Optional.of(Duration.ofMillis(MILLIS[value % MILLIS.length]))
        : Optional.empty();
  }

  /** The event of this input for a flow in this situation, even if the input is a pause. */
  public VoiceEvent event(Snapshot now) {
    return kind < FIRST_RARE ? next(now) : any(now.memory());
  }

  private VoiceEvent next(Snapshot now) {
    FlowMemory memory = now.memory();
    int socket = memory.socket().generation();
    int path = memory.udp().generation();
    return switch (now.state()) {
      case IDLE -> new Command.Join(FlowSimulation.CHANNEL);
      case AWAITING_SERVER_UPDATE -> kind % 2 == 0 ? listing(now) : named(memory);
      case IDENTIFYING ->
          switch (kind % 3) {
            case 0 -> new VoiceEvent.SocketOpen(socket);
            case 1 -> new VoiceEvent.HelloReceived(socket, FlowSimulation.INTERVAL);
            default -> ready(socket, 0);
          };
      case READY -> new VoiceEvent.UdpReady(path);
      case DISCOVERING -> new VoiceEvent.Discovered(path, 1);
      case SELECTING -> described(socket, memory, 0);
      case RESUMING ->
          switch (kind % 3) {
            case 0 -> new VoiceEvent.SocketOpen(socket);
            case 1 -> new VoiceEvent.HelloReceived(socket, FlowSimulation.INTERVAL);
            default -> new VoiceEvent.ResumedReceived(socket);
          };
      default -> any(memory);
    };
  }

  /** The voice state that the flow waits for. */
  private VoiceEvent listing(Snapshot now) {
    return now.at() instanceof FlowState.Leaving
        ? new VoiceEvent.OwnVoiceState(OptionalLong.empty(), session())
        : new VoiceEvent.OwnVoiceState(now.memory().intent().target(), session());
  }

  /** A voice server update with a new endpoint and a new token. */
  private static VoiceEvent named(FlowMemory memory) {
    Credentials known = memory.credentials();
    return new VoiceEvent.VoiceServer(known.endpoint() + 1, known.token() + 1);
  }

  private VoiceEvent any(FlowMemory memory) {
    int socket = memory.socket().generation() + offset;
    int path = memory.udp().generation() + offset;
    return switch (Math.floorMod(kind - FIRST_RARE, KINDS - FIRST_RARE)) {
      case 0 -> new Command.Join(channel());
      case 1 -> value % 4 == 0 ? new Command.Disconnect() : voiceState();
      case 2 -> value % 4 == 0 ? new Command.Close() : voiceServer(memory);
      case 3 -> voiceState();
      case 4 -> voiceServer(memory);
      case 5 ->
          value % 3 == 0
              ? new VoiceEvent.OwnVoiceState(
                  OptionalLong.empty(), session(), SelfFlags.NONE, value % 2 == 0)
              : voiceState();
      case 6 -> new VoiceEvent.MainSession(pick(VoiceEvent.MainSession.Change.values()));
      case 7 ->
          new VoiceEvent.VoiceStateNotSent(memory.intent().sends() + offset, "op 4 is not sent");
      case 8 -> value % 4 == 0 ? evicted() : ready(socket, value);
      case 9 -> new VoiceEvent.SocketOpen(socket);
      case 10 -> new VoiceEvent.DialFailed(socket, "connection refused", value % 3 == 0);
      case 11 -> new VoiceEvent.HelloReceived(socket, INTERVALS[value % INTERVALS.length]);
      case 12 -> ready(socket, value);
      case 13 -> described(socket, memory, value);
      case 14 -> new VoiceEvent.ResumedReceived(socket);
      case 15 -> new VoiceEvent.Malformed(socket, new int[] {-1, 2, 4, 8}[value % 4]);
      case 16 -> new VoiceEvent.HeartbeatsMissed(socket);
      case 17 -> new VoiceEvent.SocketClosed(socket, CODES[value % CODES.length]);
      case 18 -> timer(memory);
      case 25 -> new Command.Move(channel());
      case 26 -> new Command.SetSelf(new SelfFlags(value % 2 == 0, value % 3 == 0));
      case 27 -> new Command.Reconnect();
      case 28 -> policyAnswer(memory);
      case 29 -> timer(memory);
      case 30 -> new KeysReported(memory.encryption().session(), pick(KeyStatus.values()));
      case 19 -> new VoiceEvent.UdpReady(path);
      case 20 -> new VoiceEvent.UdpOpenFailed(path, "no socket");
      case 21 -> new VoiceEvent.Discovered(path, 1);
      case 22 -> new VoiceEvent.UdpAlive(path);
      case 23 -> new VoiceEvent.UdpUnreachable(path, "no route");
      default ->
          value % 4 == 0
              ? new VoiceEvent.EffectFailed("an effect failed")
              : new VoiceEvent.NonceNearlySpent(path);
    };
  }

  private VoiceEvent policyAnswer(FlowMemory memory) {
    int question = memory.retries().questions() + offset;
    return switch (value % 3) {
      case 0 -> new PolicyAnswer.GrantBudgets(new Budgets(value % 3, value % 4));
      case 1 -> new PolicyAnswer.GrantWindow(question, Duration.ofMillis(value * 100L));
      default -> new PolicyAnswer.ForbidRejoin(question);
    };
  }

  private long channel() {
    return value % 4 == 0 ? FlowSimulation.OTHER_CHANNEL : FlowSimulation.CHANNEL;
  }

  private int session() {
    return 1 + value % 2;
  }

  private VoiceEvent evicted() {
    return switch (value / 4 % 7) {
      case 0 -> new VoiceEvent.Evicted(DisconnectReason.GUILD_REMOVED);
      case 1 -> evicted(FlowSimulation.CHANNEL, DisconnectReason.CHANNEL_DELETED);
      case 2 -> evicted(FlowSimulation.CHANNEL, DisconnectReason.PERMISSION_LOST);
      case 3 -> evicted(FlowSimulation.OTHER_CHANNEL, DisconnectReason.CHANNEL_DELETED);
      case 4 -> evicted(99, DisconnectReason.CHANNEL_DELETED);
      case 5 -> evicted(FlowSimulation.OTHER_CHANNEL, DisconnectReason.PERMISSION_LOST);
      default -> evicted(99, DisconnectReason.PERMISSION_LOST);
    };
  }

  private static VoiceEvent evicted(long channel, DisconnectReason reason) {
    return new VoiceEvent.Evicted(OptionalLong.of(channel), reason);
  }

  private VoiceEvent voiceState() {
    return new VoiceEvent.OwnVoiceState(
        OptionalLong.of(channel()), session(), new SelfFlags(value % 7 == 0, false));
  }

  private VoiceEvent voiceServer(FlowMemory memory) {
    int endpoint = Math.max(0, memory.credentials().endpoint() + value % 3 - 1);
    int token = Math.max(1, memory.credentials().token() + value % 2);
    return new VoiceEvent.VoiceServer(endpoint, token);
  }

  private VoiceEvent ready(int socket, int variant) {
    return new VoiceEvent.ReadyReceived(
        socket,
        FlowSimulation.SSRC + variant % 2,
        OFFERS.get(variant / 2 % OFFERS.size()),
        variant % 5 == 4 ? 0 : 1);
  }

  private VoiceEvent described(int socket, FlowMemory memory, int variant) {
    Optional<EncryptionMode> mode = variant % 4 == 3 ? Optional.empty() : memory.udp().mode();
    return new VoiceEvent.Described(socket, mode, 1 + variant % 2, variant % 5 == 4 ? 16 : 32);
  }

  private VoiceEvent timer(FlowMemory memory) {
    FlowTimer timer = pick(FlowTimer.values());
    return new VoiceEvent.TimerFired(timer, memory.timers().generation(timer) + offset);
  }

  private <T> T pick(T[] values) {
    return values[value % values.length];
  }
}
