package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
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

/** Lines E1, E2 and E16: a main gateway that does not answer, says only half, or is not there. */
class MainGatewayTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final long ELSEWHERE = HeldOpen.CHANNEL + 1;
  private static final OptionalLong NOWHERE = OptionalLong.empty();

  @Test
  @Provokes("E1.ASU")
  void anUnansweredJoinIsAskedForOnceMoreAndThenGivenUp() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.SERVER, SHORT))) {
      Held held = scene.hold(AWAITING_SERVER_UPDATE);
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed NoServerUpdate"));
      HeldOpen.awaitThat("asked twice, and left", () -> scene.asked(held).size() == 3);
      assertThat(scene.asked(held)).containsExactly(channel(0), channel(0), NOWHERE);
    }
  }

  @Test
  @Provokes("E1.ASU")
  void anUnansweredMoveIsAskedForOnceMoreAndThenGivenUp() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.SERVER, SHORT))) {
      Held held = scene.hold(IDENTIFYING);
      scene.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      held.connection().moveTo(ELSEWHERE);
      assertThat(held.until(AWAITING_SERVER_UPDATE).reason().orElseThrow().title())
          .isEqualTo("Move");
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed NoServerUpdate"));
      HeldOpen.awaitThat("asked twice, and left", () -> scene.asked(held).size() == 4);
      assertThat(scene.asked(held)).containsExactly(channel(0), channel(1), channel(1), NOWHERE);
    }
  }

  @Test
  @Provokes("E1.ASU")
  void anUnansweredRejoinStopsWaitingForItsLeaveAndThenTriesAnew() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            options ->
                options
                    .delay(FlowTimer.SERVER, SHORT)
                    .retries(HeldOpen.haste().rejoins(1).build()))) {
      Held held = scene.hold(ESTABLISHED);
      scene.gateway().holdAnswers();
      scene.close(held, 4006);
      assertThat(held.until(AWAITING_SERVER_UPDATE).reason().orElseThrow().title())
          .isEqualTo("Rejoin, leaving");
      assertThat(held.nextStep()).isEqualTo(unanswered("Failed RetriesExhausted"));
      assertThat(scene.asked(held)).startsWith(channel(0), NOWHERE, channel(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"4014, Disconnected Kicked", "4022, Disconnected CallTerminated"})
  @Provokes("E1.ASU")
  void whoeverIsSeveredAndHearsNothingMoreWasRemoved(int code, String end) throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.severed(SHORT))) {
      Held held = scene.hold(ESTABLISHED);
      scene.close(held, code);
      held.until(AWAITING_SERVER_UPDATE);
      assertThat(held.nextStep()).isEqualTo(unanswered(end));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("halfChanges")
  @Provokes("E1.ASU")
  void aChangeOfWhichOnlyHalfIsToldIsRejoined(
      String reason, BiFunction<HeldOpen, Held, DiscordEvent> change, DiscordEvent.Step half)
      throws Exception {
    Consumer<VoiceOptions.Builder> options =
        builder -> builder.delay(FlowTimer.SERVER, SHORT).serverLost(SHORT);
    try (HeldOpen scene = HeldOpen.open(options)) {
      Held held = scene.hold(ESTABLISHED);
      change.apply(scene, held).emit(half);
      assertThat(held.nextStep().to()).isEqualTo("AwaitingServerUpdate " + reason);
      assertThat(held.nextStep()).isEqualTo(unanswered("Backoff Rejoin"));
    }
  }

  static Stream<Arguments> halfChanges() {
    BiFunction<HeldOpen, Held, DiscordEvent> moved =
        (scene, held) -> scene.gateway().moved(held.guildId(), ELSEWHERE);
    BiFunction<HeldOpen, Held, DiscordEvent> sessionChanged =
        (scene, held) -> scene.gateway().sessionChanged(held.guildId());
    return Stream.of(
        Arguments.of("Moved", moved, DiscordEvent.Step.STATE),
        Arguments.of("SessionChanged", sessionChanged, DiscordEvent.Step.STATE),
        Arguments.of("ServerChanged", failOver(), DiscordEvent.Step.SERVER),
        Arguments.of("ServerLost", failOver(), DiscordEvent.Step.SERVER_GONE));
  }

  private static BiFunction<HeldOpen, Held, DiscordEvent> failOver() {
    return (scene, held) -> scene.gateway().failOver(held.guildId(), scene.server());
  }

  @Test
  @Provokes("E2.ASU")
  void anotherServerIsDialledWhenNothingElseIsTold() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.SETTLE, SHORT))) {
      Held held = scene.hold(ESTABLISHED);
      failOver().apply(scene, held).emit(DiscordEvent.Step.SERVER);
      assertThat(held.nextStep())
          .isEqualTo(
              Step.said(
                  "B7.ES", "AwaitingServerUpdate ServerChanged", EventKind.VOICE_SERVER_NEW_TOKEN));
      assertThat(held.nextStep()).isEqualTo(Step.timed("E2.ASU", "Identifying", FlowTimer.SETTLE));
    }
  }

  @Test
  @Provokes("E2.ASU")
  void aServerThatIsToldBeforeTheChannelIsNotDialledYet() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.SETTLE, SHORT))) {
      Held held = scene.hold(AWAITING_SERVER_UPDATE);
      scene
          .gateway()
          .tell(
              new VoiceServerUpdate(
                  held.guildId(), "a-token", Optional.of(scene.server().endpoint())));
      scene.loops().outlast(SHORT);
      assertThat(held.isQuiet()).isTrue();
      scene.gateway().releaseAnswers();
      held.until(ESTABLISHED);
    }
  }

  @Test
  @Provokes({"E16.ASU", "E16.BO"})
  void aMainGatewayThatStaysAwayEndsWhatWaitsForIt() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.HOLD, SHORT))) {
      Held waiting = scene.hold(BACKOFF);
      Held asking = scene.hold(AWAITING_SERVER_UPDATE);
      scene.gateway().sessionLost();
      assertThat(waiting.nextStep())
          .isEqualTo(Step.timed("E16.BO", "Failed MainGatewayLost", FlowTimer.HOLD));
      assertThat(asking.nextStep())
          .isEqualTo(Step.timed("E16.ASU", "Failed MainGatewayLost", FlowTimer.HOLD));
    }
  }

  private static OptionalLong channel(int number) {
    return OptionalLong.of(HeldOpen.CHANNEL + number);
  }

  private static Step unanswered(String to) {
    return Step.timed("E1.ASU", to, FlowTimer.SERVER);
  }
}
