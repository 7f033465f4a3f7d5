package dev.antiphon.internal.flow;

import dev.antiphon.flow.RetryLimits;
import dev.antiphon.protocol.EncryptionMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Applies every input at every stage, with large budgets, spent budgets, and budgets granted by a
 * policy. Each step must fulfil the {@link Contract}, and the held resources must match the memory.
 */
@Tag("P4")
@Tag("P5")
@Tag("P17")
@Tag("P26")
@Tag("P27")
@Tag("P28")
@Tag("P29")
@Tag("P30")
@Tag("P31")
class EveryInputTest {
  private static final int VARIANTS = 40;

  /** The circumstances that add no event before the input. */
  static final List<Circumstance> FOR_HISTORIES =
      List.of(
          Circumstance.CALM,
          Circumstance.WITH_A_POLICY,
          Circumstance.PACED,
          Circumstance.ONE_RESUME,
          Circumstance.ONE_RESUME_NO_REJOINS);

  private static final class Budget {
    private static final FlowLimits NOTHING =
        FlowSimulation.limits(RetryLimits.builder().resumes(0).rejoins(0).identifies(0).build());
    private static final FlowLimits ONLY_REJOINS =
        FlowSimulation.limits(RetryLimits.builder().resumes(0).identifies(0).build()).withPolicy();
    private static final FlowLimits ONE_RESUME =
        FlowSimulation.limits(RetryLimits.builder().resumes(1).build()).withPolicy();
  }

  /** The limits for the flow, and the events before the input. */
  enum Circumstance {
    CALM(FlowLimits.ofDefaults()),
    MAIN_GATEWAY_AWAY(FlowLimits.ofDefaults().withPolicy()),
    MAIN_GATEWAY_AWAY_ONLY_REJOINS(Budget.ONLY_REJOINS),
    MAIN_GATEWAY_AWAY_ONE_RESUME(Budget.ONE_RESUME),
    MAIN_GATEWAY_AWAY_FOR_GOOD(FlowSimulation.limits(RetryLimits.builder().rejoins(0).build())),
    MAIN_SESSION_NEW(FlowLimits.ofDefaults().withPolicy()),
    MALFORMED_BEFORE(FlowLimits.ofDefaults()),
    MALFORMED_ONE_RESUME(Budget.ONE_RESUME),
    MALFORMED_MAIN_GATEWAY_AWAY(FlowLimits.ofDefaults()),
    MALFORMED_MAIN_GATEWAY_AWAY_ONLY_REJOINS(Budget.ONLY_REJOINS),
    MALFORMED_NOTHING_LEFT(Budget.NOTHING),
    WITHOUT_HELLO(FlowLimits.ofDefaults()),
    WITHOUT_HELLO_ONLY_REJOINS(Budget.ONLY_REJOINS),
    WITHOUT_HELLO_MAIN_GATEWAY_AWAY(Budget.ONLY_REJOINS),
    WITHOUT_HELLO_NOTHING_LEFT(Budget.NOTHING),
    MOVE_PENDING(FlowLimits.ofDefaults()),
    WITH_A_POLICY(FlowLimits.ofDefaults().withPolicy()),
    PACED(FlowSimulation.limits(RetryLimits.builder().freeChanges(0).build())),
    ONE_RESUME(Budget.ONE_RESUME),
    ONE_RESUME_NO_REJOINS(
        FlowSimulation.limits(RetryLimits.builder().resumes(1).rejoins(0).build())),
    NO_REJOINS(FlowSimulation.limits(RetryLimits.builder().rejoins(0).build())),
    ONLY_REJOINS(Budget.ONLY_REJOINS),
    NOTHING_LEFT(Budget.NOTHING),
    KEYS_AWAITED(FlowLimits.ofDefaults()),
    KEYS_AWAITED_NOTHING_LEFT(Budget.NOTHING),
    KEYS_RECOVERED(FlowLimits.ofDefaults()),
    KEYS_CHANGING(FlowLimits.ofDefaults()),
    NO_SETBACKS(
        FlowSimulation.limits(
                RetryLimits.builder()
                    .pathFailures(1)
                    .serverNotFound(1)
                    .authenticationFailures(1)
                    .protocolErrors(1)
                    .build())
            .withModes(List.of(EncryptionMode.AEAD_AES256_GCM_RTPSIZE)));

    private final FlowLimits limits;

    Circumstance(FlowLimits limits) {
      this.limits = limits;
    }

    FlowSimulation reach(Stage stage) {
      FlowSimulation flow =
          name().startsWith("WITHOUT_HELLO")
              ? stage.reachWithoutHello(limits)
              : stage.reach(limits);
      return switch (this) {
        case MAIN_GATEWAY_AWAY,
            MAIN_GATEWAY_AWAY_ONLY_REJOINS,
            MAIN_GATEWAY_AWAY_ONE_RESUME,
            MAIN_GATEWAY_AWAY_FOR_GOOD,
            WITHOUT_HELLO_MAIN_GATEWAY_AWAY ->
            flow.mainSession(VoiceEvent.MainSession.Change.LOST);
        case MAIN_SESSION_NEW ->
            flow.mainSession(VoiceEvent.MainSession.Change.LOST)
                .mainSession(VoiceEvent.MainSession.Change.NEW);
        case MALFORMED_BEFORE, MALFORMED_ONE_RESUME, MALFORMED_NOTHING_LEFT ->
            flow.malformed(-1).malformed(-1);
        case MALFORMED_MAIN_GATEWAY_AWAY, MALFORMED_MAIN_GATEWAY_AWAY_ONLY_REJOINS ->
            flow.malformed(-1).malformed(-1).mainSession(VoiceEvent.MainSession.Change.LOST);
        case KEYS_AWAITED, KEYS_AWAITED_NOTHING_LEFT -> flow.on(ModelEvent.KEYS_AWAITED);
        case KEYS_RECOVERED -> flow.on(ModelEvent.KEYS_AWAITED).on(ModelEvent.KEYS_FIRES);
        case KEYS_CHANGING -> flow.on(ModelEvent.KEYS_CHANGING);
        case MOVE_PENDING -> flow.move(FlowSimulation.OTHER_CHANNEL);
        default -> flow;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyInputAtEveryStageKeepsTheContractOfTheFlow(Stage stage) {
    for (Circumstance circumstance : Circumstance.values()) {
      for (int kind = 0; kind < RandomInput.KINDS; kind++) {
        atAStage(stage, circumstance, kind);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyInputAtEveryStageWithAnEarlierEventKeepsTheContractOfTheFlow(StageWithHistory start) {
    for (Circumstance circumstance : FOR_HISTORIES) {
      for (FlowSimulation reached : start.steps(circumstance.limits)) {
        IntStream.range(0, RandomInput.KINDS).forEach(kind -> assertContract(reached, kind));
      }
    }
  }

  /** Applies one kind of input in all its variants. */
  static void atAStage(Stage stage, Circumstance circumstance, int kind) {
    assertContract(circumstance.reach(stage), kind);
  }

  /** The same at every step of a stage with history. */
  static void withHistory(StageWithHistory start, Circumstance circumstance, int kind) {
    start.steps(circumstance.limits).forEach(reached -> assertContract(reached, kind));
  }

  private static void assertContract(FlowSimulation reached, int kind) {
    Set<VoiceEvent> seen = new HashSet<>();
    List<RandomInput> inputs = new ArrayList<>();
    for (int value = 0; value < VARIANTS; value++) {
      RandomInput input = new RandomInput(kind, 0, value);
      if (seen.add(input.event(reached.now()))) {
        inputs.add(input);
      }
    }
    for (RandomInput input : inputs) {
      FlowSimulation flow = reached.fork();
      flow.on(input.event(flow.now()));
      Contract.check(flow.limits(), reached.memory(), flow.last());
    }
  }
}
