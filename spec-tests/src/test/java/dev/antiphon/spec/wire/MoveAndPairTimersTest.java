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
import dev.antiphon.flow.RequestFailure;
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

/** Lines E13, E17 and E23: unanswered moves, changes that arrive in two parts, and many changes. */
class MoveAndPairTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Long enough to reach any state. */
  private static final Duration MOVE = Duration.ofSeconds(1);

  private static final long OTHER_CHANNEL = TestBench.CHANNEL + 1;

  @Test
  @Covers({"E13.ASU", "E13.ID", "E13.RS", "E13.RD", "E13.DI", "E13.SE", "E13.ES", "E13.BO"})
  void unansweredMoveFailsAndKeepsTheStateOfTheConnection() throws Exception {
    RetryLimits limits = TestBench.shortDelays().resumeDelay(TestBench.NEVER).build();
    try (TestBench bench =
        TestBench.open(options -> options.delay(FlowTimer.MOVE, MOVE).retries(limits))) {
      bench.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      Map<HeldConnection, CompletableFuture<Void>> moves = new LinkedHashMap<>();
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
        HeldConnection held = bench.hold(ESTABLISHED);
        moves.put(held, held.connection().moveTo(OTHER_CHANNEL));
        TestBench.awaitThat(
            "the move is requested",
            () -> bench.requestedChannels(held).contains(OptionalLong.of(OTHER_CHANNEL)));
        bring(bench, held, state);
      }
      Iterator<VoiceState> expected = states.iterator();
      for (Map.Entry<HeldConnection, CompletableFuture<Void>> move : moves.entrySet()) {
        assertThat(failure(move.getValue()).reason()).isEqualTo(RequestFailure.NOT_ANSWERED);
        assertThat(move.getKey().hasNoNewTransition()).isTrue();
        assertThat(move.getKey().connection().state().name()).isEqualTo(expected.next().title());
      }
    }
  }

  /** Brings the connection from Established to this state by a connection loss or a rejoin. */
  private static void bring(TestBench bench, HeldConnection held, VoiceState state)
      throws Exception {
    switch (state) {
      case ESTABLISHED -> {}
      case RESUMING -> bench.loseAndResume(held);
      case BACKOFF -> {
        bench.loseAndResume(held);
        bench.reset(held);
        held.until(BACKOFF);
      }
      default -> bench.rejoinTo(held, 4006, state);
    }
  }

  private static VoiceConnectException failure(CompletableFuture<Void> move) {
    ExecutionException failed =
        catchThrowableOfType(
            ExecutionException.class,
            () -> move.get(TestBench.LIMIT.toSeconds(), TimeUnit.SECONDS));
    return (VoiceConnectException) failed.getCause();
  }

  /** Within the pair window, both messages belong to the same change. */
  @ParameterizedTest
  @EnumSource(names = {"IDENTIFYING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Covers({"E17.ID", "E17.RD", "E17.DI", "E17.SE", "E17.ES"})
  void voiceStateAfterThePairWindowCountsAsANewMove(VoiceState state) throws Exception {
    try (TestBench bench = open(SHORT)) {
      HeldConnection held = changeServer(bench, state);
      bench.loops().outlast(SHORT);
      sendChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4." + state.code()));
    }
    try (TestBench bench = open(TestBench.NEVER)) {
      HeldConnection held = changeServer(bench, state);
      sendChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(dialledAgain("B4." + state.code()));
    }
  }

  @Test
  @Covers("E17.RS")
  void voiceStateAfterAResumeThatOutlastsThePairWindowCountsAsANewMove() throws Exception {
    try (TestBench bench = open(SHORT)) {
      HeldConnection held = changeServer(bench, ESTABLISHED);
      bench.loseAndResume(held);
      bench.loops().outlast(SHORT);
      bench.server().sendTo(held.guildId(), TestBench.BOT, new Resumed());
      held.until(ESTABLISHED);
      sendChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4.ES"));
    }
  }

  @Test
  @Covers("E17.BO")
  void voiceStateAfterABackoffThatOutlastsThePairWindowCountsAsANewMove() throws Exception {
    Duration wait = SHORT.multipliedBy(3);
    RetryLimits limits = TestBench.longDelays().identifyDelay(wait).build();
    try (TestBench bench =
        TestBench.open(options -> options.delay(FlowTimer.PAIR, SHORT).retries(limits))) {
      HeldConnection held = changeServer(bench, IDENTIFYING);
      bench.reset(held);
      held.until(BACKOFF);
      bench.loops().outlast(SHORT);
      held.until(IDENTIFYING);
      sendChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(moved("B4.ID"));
    }
  }

  /**
   * After the window, the token is older than the move. So the connection does not dial with it.
   */
  @Test
  @Covers("E17.ASU")
  void newServerIsNotDialledWhenItsVoiceStateArrivesAfterThePairWindow() throws Exception {
    try (TestBench bench = open(SHORT)) {
      HeldConnection held = bench.hold(ESTABLISHED);
      sendServer(bench, held);
      held.until(AWAITING_SERVER_UPDATE);
      bench.loops().outlast(SHORT);
      sendChannel(bench, held);
      bench.loops().finishStep();
      assertThat(held.hasNoNewTransition()).isTrue();
      sendServer(bench, held);
      held.until(ESTABLISHED);
    }
    try (TestBench bench = open(TestBench.NEVER)) {
      HeldConnection held = bench.hold(ESTABLISHED);
      sendServer(bench, held);
      held.until(AWAITING_SERVER_UPDATE);
      sendChannel(bench, held);
      held.until(ESTABLISHED);
    }
  }

  /** The first change after the free changes delays the dial. */
  @Test
  @Covers("E23.ID")
  void dialIsDelayedAfterManyServerChanges() throws Exception {
    RetryLimits limits =
        TestBench.longDelays().freeChanges(1).changeDelay(SHORT).longestChangeDelay(SHORT).build();
    try (TestBench bench = TestBench.open(options -> options.retries(limits))) {
      HeldConnection held = bench.hold(IDENTIFYING);
      sendServer(bench, held);
      held.until(IDENTIFYING);
      bench.awaitEvents(held, 2, ServerEvent.Identified.class);
      sendServer(bench, held);
      held.until(IDENTIFYING);
      bench.awaitEvents(held, 3, ServerEvent.Identified.class);
      assertThat(held.hasNoNewTransition()).isTrue();
    }
    RetryLimits never =
        limits.toBuilder().changeDelay(TestBench.NEVER).longestChangeDelay(TestBench.NEVER).build();
    try (TestBench bench = TestBench.open(options -> options.retries(never))) {
      HeldConnection held = bench.hold(IDENTIFYING);
      sendServer(bench, held);
      sendServer(bench, held);
      held.until(IDENTIFYING);
      held.until(IDENTIFYING);
      bench.loops().outlast(SHORT);
      assertThat(bench.server().events())
          .filteredOn(ServerEvent.Connected.class::isInstance)
          .hasSizeLessThan(3);
    }
  }

  private static TestBench open(Duration pair) {
    Consumer<VoiceOptions.Builder> options = builder -> builder.delay(FlowTimer.PAIR, pair);
    return TestBench.open(options);
  }

  /**
   * Brings a connection to this state, after Discord has named a new server without a voice state.
   */
  private static HeldConnection changeServer(TestBench bench, VoiceState state) throws Exception {
    HeldConnection held = bench.hold(IDENTIFYING);
    bench.stopAt(held, state);
    sendServer(bench, held);
    assertThat(held.nextStep())
        .isEqualTo(Step.byEvent("B7.ID", "Identifying", EventKind.VOICE_SERVER_NEW_TOKEN));
    if (state == IDENTIFYING) {
      bench.awaitEvents(held, 2, ServerEvent.Identified.class);
    } else {
      held.until(state);
    }
    bench.loops().finishStep();
    return held;
  }

  private static void sendServer(TestBench bench, HeldConnection held) {
    bench.gateway().failOver(held.guildId(), bench.server()).emit(DiscordEvent.Step.SERVER);
  }

  private static void sendChannel(TestBench bench, HeldConnection held) {
    bench.gateway().moved(held.guildId(), OTHER_CHANNEL).emit(DiscordEvent.Step.STATE);
  }

  private static Step moved(String cell) {
    return Step.byEvent(cell, "AwaitingServerUpdate Moved", EventKind.VOICE_STATE_OTHER_CHANNEL);
  }

  private static Step dialledAgain(String cell) {
    return Step.byEvent(cell, "Identifying", EventKind.VOICE_STATE_OTHER_CHANNEL);
  }
}
