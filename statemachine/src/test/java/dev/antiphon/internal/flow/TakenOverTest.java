package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.NEW;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A voice state with another session comes from another process of the bot (B3, B4). */
@Tag("P28")
class TakenOverTest {
  private static final long[] CHANNELS = {7, 8};

  /** The stages at which Discord has answered every own op 4. */
  static Stream<Stage> answered() {
    return Stream.concat(
        EnumSet.range(Stage.READY, Stage.BACKOFF_HELD).stream()
            .filter(stage -> stage != Stage.MOVING),
        Stream.of(Stage.SEVERED, Stage.SERVER_CHANGED, Stage.SERVER_LOST));
  }

  @ParameterizedTest
  @MethodSource("answered")
  void connectionEndsWithoutOpcode4WhenAnotherProcessTakesOver(Stage stage) {
    for (long channel : CHANNELS) {
      assertReplaced(stage.reach(), channel);
    }
    assertReplaced(stage.reach().mainSession(LOST), 7);
  }

  private static void assertReplaced(FlowSimulation flow, long channel) {
    assertReplaced(flow, channel, 99);
  }

  private static void assertReplaced(FlowSimulation flow, long channel, int session) {
    boolean same = flow.memory().intent().target().equals(OptionalLong.of(channel));
    EventKind kind = same ? EventKind.VOICE_STATE_NEW_SESSION : EventKind.VOICE_STATE_OTHER_CHANNEL;
    flow.voiceState(channel, session);
    flow.thenEnded(DisconnectReason.REPLACED, new Trigger.Event(kind));
    assertThat(flow.did()).noneMatch(EffectText::isOpFour);
  }

  /** The voice server shows whether the other session belongs to this process. */
  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "IDENTIFIED", "GREETED"})
  void otherSessionIsTriedWhenTheOwnOneIsNotYetAccepted(Stage stage) {
    FlowSimulation flow = stage.reach().voiceState(7, 99);
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
    assertThat(flow.did()).noneMatch(EffectText::isOpFour).anyMatch(did -> did.startsWith("dial"));
    flow.on(ModelEvent.SOCKET_OPEN).on(ModelEvent.HELLO).on(ModelEvent.READY);
    assertThat(flow.state()).isEqualTo(VoiceState.READY);
    assertReplaced(flow, 7, 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {4004, 4006, 4009, 4014, 4022})
  void connectionEndsWhenTheVoiceServerRefusesTheOtherSession(int code) {
    FlowSimulation flow = Stage.DIALLING.reach().voiceState(7, 99);
    flow.on(ModelEvent.SOCKET_OPEN).closed(code);
    flow.thenEnded(DisconnectReason.REPLACED, new Trigger.Closed(code));
    assertThat(flow.did()).noneMatch(EffectText::isOpFour);
  }

  /** Nobody can tell whether such a voice state is the answer. */
  @ParameterizedTest
  @EnumSource(names = {"ASKED", "CONFIRMED", "SETTLING", "MOVING", "LEAVING", "REJOINING"})
  void connectionContinuesWhileAnOwnOpcode4IsUnanswered(Stage stage) {
    for (long channel : CHANNELS) {
      assertThat(stage.reach().voiceState(channel, 99).state().isTerminal()).isFalse();
    }
  }

  @Test
  void connectionContinuesWhileItsSelfFlagsAreNotShown() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().self(true, false);
    FlowSimulation unanswered = flow.fork().voiceState(7, 2);
    assertThat(unanswered.state().isTerminal()).isFalse();
    flow.on(new VoiceEvent.OwnVoiceState(OptionalLong.of(7), 1, new SelfFlags(true, false), false))
        .then(ESTABLISHED);
    assertReplaced(flow, 7);
  }

  /** Possibly the voice state without a channel, which answers the leave, follows. */
  @Test
  void connectionContinuesWhileAnOwnLeaveIsOutstanding() {
    FlowSimulation flow = Stage.ASKED.reach().advanceMillis(10_000);
    flow.voiceState(7, 2).voiceServer(2, 2).establish();
    assertThat(flow.fork().voiceState(7, 3).state().isTerminal()).isFalse();
    assertReplaced(flow.advanceMillis(10_000), 7);
  }

  @Test
  void connectionContinuesWithTheSessionOfANewMainSession() {
    FlowLimits never = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    for (long channel : CHANNELS) {
      FlowSimulation flow = Stage.ESTABLISHED.reach(never).mainSession(NEW).then(ESTABLISHED);
      flow.voiceState(channel, 2);
      assertThat(flow.state().isTerminal()).isFalse();
      assertReplaced(flow.voiceServer(2, 2).establish(), channel);
    }
  }

  @Test
  void resumedMainSessionHasTheSameVoiceSession() {
    assertReplaced(Stage.ESTABLISHED.reach().mainSession(LOST).mainSession(RESUMED), 7);
  }

  @ParameterizedTest
  @MethodSource("answered")
  void connectionFollowsTheOtherProcessIfTheApplicationWantsIt(Stage stage) {
    for (long channel : CHANNELS) {
      FlowSimulation flow = stage.reach(FlowSimulation.FOLLOWING).voiceState(channel, 99);
      assertThat(flow.state().isTerminal()).isFalse();
      assertThat(flow.did()).noneMatch(EffectText::isOpFour);
      assertThat(flow.memory().intent().target()).hasValue(channel);
      assertThat(flow.memory().credentials().session()).isEqualTo(99);
    }
  }
}
