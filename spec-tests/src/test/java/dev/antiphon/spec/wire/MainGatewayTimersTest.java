package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines E1, E2 and E16: the main gateway sends no answer or half an answer, or is disconnected. */
class MainGatewayTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final long OTHER_CHANNEL = TestBench.CHANNEL + 1;
  private static final OptionalLong NO_CHANNEL = OptionalLong.empty();

  @Test
  @Covers("E1.ASU")
  void joinFailsAfterTwoUnansweredRequests() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.SERVER, SHORT))) {
      HeldConnection held = bench.hold(AWAITING_SERVER_UPDATE);
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed NoServerUpdate"));
      TestBench.awaitThat(
          "two requests, each with a leave, are sent",
          () -> bench.requestedChannels(held).size() == 4);
      assertThat(bench.requestedChannels(held))
          .containsExactly(channel(0), NO_CHANNEL, channel(0), NO_CHANNEL);
    }
  }

  @Test
  @Covers("E1.ASU")
  void moveFailsAfterTwoUnansweredRequests() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.SERVER, SHORT))) {
      HeldConnection held = bench.hold(IDENTIFYING);
      bench.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      held.connection().moveTo(OTHER_CHANNEL);
      assertThat(held.until(AWAITING_SERVER_UPDATE).reason().orElseThrow().title())
          .isEqualTo("Move");
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed NoServerUpdate"));
      TestBench.awaitThat(
          "two requests, each with a leave, are sent",
          () -> bench.requestedChannels(held).size() == 5);
      assertThat(bench.requestedChannels(held))
          .containsExactly(channel(0), channel(1), NO_CHANNEL, channel(1), NO_CHANNEL);
    }
  }

  @Test
  @Covers("E1.ASU")
  void rejoinRequestsTheChannelAgainWhenTheLeaveIsNotAnswered() throws Exception {
    try (TestBench bench =
        TestBench.open(
            options ->
                options
                    .delay(FlowTimer.SERVER, SHORT)
                    .retries(TestBench.shortDelays().rejoins(1).build()))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.gateway().holdAnswers();
      bench.close(held, 4006);
      assertThat(held.until(AWAITING_SERVER_UPDATE).reason().orElseThrow().title())
          .isEqualTo("Rejoin, leaving");
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed RetriesExhausted"));
      assertThat(bench.requestedChannels(held)).startsWith(channel(0), NO_CHANNEL, channel(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"4014, Disconnected Kicked", "4022, Disconnected CallTerminated"})
  @Covers("E1.ASU")
  void connectionEndsWhenNoVoiceStateFollowsCloseCode4014Or4022(int code, String end)
      throws Exception {
    try (TestBench bench = TestBench.open(options -> options.severed(SHORT))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.close(held, code);
      held.until(AWAITING_SERVER_UPDATE);
      assertThat(held.nextStep()).isEqualTo(unanswered(end));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("halfChanges")
  @Covers("E1.ASU")
  void rejoinIsScheduledWhenTheSecondMessageOfAChangeIsMissing(
      String reason,
      BiFunction<TestBench, HeldConnection, DiscordEvent> change,
      DiscordEvent.Step half)
      throws Exception {
    Consumer<VoiceOptions.Builder> options =
        builder ->
            builder.delay(FlowTimer.SERVER, SHORT).serverLost(SHORT).takenOver(TakenOver.FOLLOW);
    try (TestBench bench = TestBench.open(options)) {
      HeldConnection held = bench.hold(ESTABLISHED);
      change.apply(bench, held).emit(half);
      assertThat(held.nextStep().to()).isEqualTo("AwaitingServerUpdate " + reason);
      assertThat(held.nextStep()).isEqualTo(unanswered("Backoff Rejoin"));
    }
  }

  static Stream<Arguments> halfChanges() {
    BiFunction<TestBench, HeldConnection, DiscordEvent> moved =
        (bench, held) -> bench.gateway().moved(held.guildId(), OTHER_CHANNEL);
    BiFunction<TestBench, HeldConnection, DiscordEvent> sessionChanged =
        (bench, held) -> bench.gateway().sessionChanged(held.guildId());
    return Stream.of(
        Arguments.of("Moved", moved, DiscordEvent.Step.STATE),
        Arguments.of("SessionChanged", sessionChanged, DiscordEvent.Step.STATE),
        Arguments.of("ServerChanged", failOver(), DiscordEvent.Step.SERVER),
        Arguments.of("ServerLost", failOver(), DiscordEvent.Step.SERVER_GONE));
  }

  private static BiFunction<TestBench, HeldConnection, DiscordEvent> failOver() {
    return (bench, held) -> bench.gateway().failOver(held.guildId(), bench.server());
  }

  @Test
  @Covers("E2.ASU")
  void newServerIsDialledAfterATimeoutWhenNoVoiceStateFollows() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.SETTLE, SHORT))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      failOver().apply(bench, held).emit(DiscordEvent.Step.SERVER);
      assertThat(held.nextStep())
          .isEqualTo(
              Step.byEvent(
                  "B7.ES", "AwaitingServerUpdate ServerChanged", EventKind.VOICE_SERVER_NEW_TOKEN));
      assertThat(held.nextStep()).isEqualTo(Step.timed("E2.ASU", "Identifying", FlowTimer.SETTLE));
    }
  }

  @Test
  @Covers("E2.ASU")
  void serverIsNotDialledBeforeTheFirstVoiceStateArrives() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.SETTLE, SHORT))) {
      HeldConnection held = bench.hold(AWAITING_SERVER_UPDATE);
      bench
          .gateway()
          .tell(
              new VoiceServerUpdate(
                  held.guildId(), "a-token", Optional.of(bench.server().endpoint())));
      bench.loops().outlast(SHORT);
      assertThat(held.hasNoNewTransition()).isTrue();
      bench.gateway().releaseAnswers();
      held.until(ESTABLISHED);
    }
  }

  @Test
  @Covers({"E16.ASU", "E16.BO"})
  void waitingConnectionsFailWhenTheMainGatewayStaysDisconnected() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.HOLD, SHORT))) {
      HeldConnection waiting = bench.hold(BACKOFF);
      HeldConnection awaiting = bench.hold(AWAITING_SERVER_UPDATE);
      bench.gateway().sessionLost();
      assertThat(waiting.nextStep())
          .isEqualTo(Step.timed("E16.BO", "Failed MainGatewayLost", FlowTimer.HOLD));
      assertThat(awaiting.nextStep())
          .isEqualTo(Step.timed("E16.ASU", "Failed MainGatewayLost", FlowTimer.HOLD));
      bench.gateway().sessionResumed();
    }
  }

  private static OptionalLong channel(int number) {
    return OptionalLong.of(TestBench.CHANNEL + number);
  }

  private static Step unanswered(String to) {
    return Step.timed("E1.ASU", to, FlowTimer.SERVER);
  }
}
