package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.machine.Outcome;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Unexpected events from Discord during a join or a call. */
class UnexpectedEventTest {

  @Test
  void joinContinuesInTheNewChannelWhenTheBotIsMovedDuringTheJoin() {
    FlowSimulation flow = new FlowSimulation().join(7).voiceState(7, 1).voiceState(8, 1);
    assertThat(flow.last().memory().intent().target()).hasValue(8);
    flow.then(AWAITING_SERVER_UPDATE).voiceState(8, 1).voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void secondServerLossDoesNotExtendTheWaitAgain() {
    FlowSimulation flow = new FlowSimulation().join(7).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "start SERVER 60000 ms");
    flow.advance(Duration.ofSeconds(59)).voiceServer(1, 1).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "stop PAIR", "stop SETTLE");
    flow.advance(Duration.ofSeconds(1));
    assertThat(flow.last().row().id()).isEqualTo("E1.ASU.1");
  }

  @Test
  void closeLeavesTheChannelAfterANewMainSession() {
    FlowSimulation flow =
        Stage.ESTABLISHED
            .reach()
            .mainSession(VoiceEvent.MainSession.Change.LOST)
            .mainSession(VoiceEvent.MainSession.Change.NEW)
            .close();
    assertThat(flow.state()).isEqualTo(DISCONNECTED);
    assertThat(flow.did()).contains("op4(null)");
  }

  @Test
  void secondReadyIsAViolationAndDoesNotReplaceTheServer() {
    FlowSimulation flow =
        Stage.READY.reach().ready(FlowSimulation.SSRC, EnumSet.allOf(EncryptionMode.class), 2);
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.VIOLATION);
    assertThat(flow.last().memory().udp().grant().server()).isEqualTo(1);
  }

  @Test
  void deletionOfAnotherChannelIsIgnored() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    flow.on(new VoiceEvent.Evicted(OptionalLong.of(99), DisconnectReason.CHANNEL_DELETED));
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.IGNORED);
  }
}
