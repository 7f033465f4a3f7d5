package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines E13, E17 and E23: moves without an answer, halves of changes, and changes by the dozen. */
class MoveAndPairTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Long enough to come to any state. */
  private static final Duration MOVE = Duration.ofSeconds(1);

  private static final long ELSEWHERE = HeldOpen.CHANNEL + 1;

  @Test
  @Provokes({"E13.ASU", "E13.ID", "E13.RS", "E13.RD", "E13.DI", "E13.SE", "E13.ES", "E13.BO"})
  void aMoveWithoutAnAnswerFailsAndHurtsNothingElse() throws Exception {
    RetryLimits limits = HeldOpen.haste().resumeDelay(HeldOpen.NEVER).build();
    try (HeldOpen scene =
        HeldOpen.open(options -> options.delay(FlowTimer.MOVE, MOVE).retries(limits))) {
      scene.gateway().answering(ELSEWHERE, Answering.SILENTLY);
      Map<Held, CompletableFuture<Void>> moves = new LinkedHashMap<>();
      List<VoiceState> states =
          List.of(
              ESTABLISHED,
              RESUMING,
              BACKOFF,
              IDENTIFYING,
              READY,
              DISCOVERING,
              SELECTING,
              AWAITING_SERVER_UPDATE);
      for (VoiceState state : states) {
        Held held = scene.hold(ESTABLISHED);
        moves.put(held, held.connection().moveTo(ELSEWHERE));
        HeldOpen.awaitThat(
            "it is asked for", () -> scene.asked(held).contains(OptionalLong.of(ELSEWHERE)));
        bring(scene, held, state);
      }
      Iterator<VoiceState> expected = states.iterator();
      for (Map.Entry<Held, CompletableFuture<Void>> move : moves.entrySet()) {
        assertThat(failure(move.getValue()).reason()).isEqualTo(MoveFailure.NOT_ANSWERED);
        assertThat(move.getKey().isQuiet()).isTrue();
        assertThat(move.getKey().connection().state().name()).isEqualTo(expected.next().title());
      }
    }
  }

  /** From Established to that state, by a loss or a rejoin. */
  private static void bring(HeldOpen scene, Held held, VoiceState state) throws Exception {
    switch (state) {
      case ESTABLISHED -> {}
      case RESUMING -> scene.loseAndResume(held);
      case BACKOFF -> {
        scene.loseAndResume(held);
        scene.reset(held);
        held.until(BACKOFF);
      }
      default -> scene.rejoinTo(held, 4006, state);
    }
  }

  private static VoiceConnectException failure(CompletableFuture<Void> move) {
    ExecutionException failed =
        catchThrowableOfType(
            ExecutionException.class, () -> move.get(HeldOpen.LIMIT.toSeconds(), TimeUnit.SECONDS));
    return (VoiceConnectException) failed.getCause();
  }

  /** Within the window the other half would have been taken for the same change. */
  @ParameterizedTest
  @EnumSource(names = {"IDENTIFYING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Provokes({"E17.ID", "E17.RD", "E17.DI", "E17.SE", "E17.ES"})
  void aChannelThatIsToldLongAfterItsServerIsAnotherChange(VoiceState state) throws Exception {
    try (HeldOpen scene = open(SHORT)) {
      Held held = changeServer(scene, state);
      scene.loops().outlast(SHORT);
      tellChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4." + state.code()));
    }
    try (HeldOpen scene = open(HeldOpen.NEVER)) {
      Held held = changeServer(scene, state);
      tellChannel(scene, held);
      scene.loops().finishStep();
      assertThat(held.isQuiet()).isTrue();
    }
  }

  @Test
  @Provokes("E17.RS")
  void aServerIsForgottenToBeHalfAChangeWhileItsSessionIsResumed() throws Exception {
    try (HeldOpen scene = open(SHORT)) {
      Held held = changeServer(scene, ESTABLISHED);
      scene.loseAndResume(held);
      scene.loops().outlast(SHORT);
      scene.server().sendTo(held.guildId(), HeldOpen.BOT, new Resumed());
      held.until(ESTABLISHED);
      tellChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4.ES"));
    }
  }

  @Test
  @Provokes("E17.BO")
  void aServerIsForgottenToBeHalfAChangeDuringAWait() throws Exception {
    Duration wait = SHORT.multipliedBy(3);
    RetryLimits limits = HeldOpen.patience().identifyDelay(wait).build();
    try (HeldOpen scene =
        HeldOpen.open(options -> options.delay(FlowTimer.PAIR, SHORT).retries(limits))) {
      Held held = changeServer(scene, IDENTIFYING);
      scene.reset(held);
      held.until(BACKOFF);
      scene.loops().outlast(SHORT);
      held.until(IDENTIFYING);
      tellChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4.ID"));
    }
  }

  /** Its token is older than the move then, so it is not dialled with. */
  @Test
  @Provokes("E17.ASU")
  void aServerThatWaitsToSettleIsForgottenToBeHalfAChange() throws Exception {
    try (HeldOpen scene = open(SHORT)) {
      Held held = scene.hold(ESTABLISHED);
      tellServer(scene, held);
      held.until(AWAITING_SERVER_UPDATE);
      scene.loops().outlast(SHORT);
      tellChannel(scene, held);
      scene.loops().finishStep();
      assertThat(held.isQuiet()).isTrue();
      tellServer(scene, held);
      held.until(ESTABLISHED);
    }
    try (HeldOpen scene = open(HeldOpen.NEVER)) {
      Held held = scene.hold(ESTABLISHED);
      tellServer(scene, held);
      held.until(AWAITING_SERVER_UPDATE);
      tellChannel(scene, held);
      held.until(ESTABLISHED);
    }
  }

  /** From the first change more than are free on, a dial waits. */
  @Test
  @Provokes("E23.ID")
  void changesByTheDozenAreFollowedMoreSlowly() throws Exception {
    RetryLimits limits =
        HeldOpen.patience().freeChanges(1).changeDelay(SHORT).longestChangeDelay(SHORT).build();
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(limits))) {
      Held held = scene.hold(IDENTIFYING);
      tellServer(scene, held);
      held.until(IDENTIFYING);
      scene.awaitOf(held, 2, ServerEvent.Identified.class);
      tellServer(scene, held);
      held.until(IDENTIFYING);
      scene.awaitOf(held, 3, ServerEvent.Identified.class);
      assertThat(held.isQuiet()).isTrue();
    }
    RetryLimits never =
        limits.toBuilder().changeDelay(HeldOpen.NEVER).longestChangeDelay(HeldOpen.NEVER).build();
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(never))) {
      Held held = scene.hold(IDENTIFYING);
      tellServer(scene, held);
      tellServer(scene, held);
      held.until(IDENTIFYING);
      held.until(IDENTIFYING);
      scene.loops().outlast(SHORT);
      assertThat(scene.server().events())
          .filteredOn(ServerEvent.Connected.class::isInstance)
          .hasSizeLessThan(3);
    }
  }

  private static HeldOpen open(Duration pair) {
    Consumer<VoiceOptions.Builder> options = builder -> builder.delay(FlowTimer.PAIR, pair);
    return HeldOpen.open(options);
  }

  /** In that state after Discord has named a server by itself, of which nothing else is known. */
  private static Held changeServer(HeldOpen scene, VoiceState state) throws Exception {
    Held held = scene.hold(IDENTIFYING);
    scene.stopAt(held, state);
    tellServer(scene, held);
    assertThat(held.nextStep())
        .isEqualTo(Step.said("B7.ID", "Identifying", EventKind.VOICE_SERVER_NEW_TOKEN));
    if (state == IDENTIFYING) {
      scene.awaitOf(held, 2, ServerEvent.Identified.class);
    } else {
      held.until(state);
    }
    scene.loops().finishStep();
    return held;
  }

  private static void tellServer(HeldOpen scene, Held held) {
    scene.gateway().failOver(held.guildId(), scene.server()).emit(DiscordEvent.Step.SERVER);
  }

  private static void tellChannel(HeldOpen scene, Held held) {
    scene.gateway().moved(held.guildId(), ELSEWHERE).emit(DiscordEvent.Step.STATE);
  }

  private static Step moved(String cell) {
    return Step.said(cell, "AwaitingServerUpdate Moved", EventKind.VOICE_STATE_OTHER_CHANNEL);
  }
}
