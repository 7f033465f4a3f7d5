package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.internal.flow.VoiceEvent.MainSession.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a timeout that ends a connection. */
class TimeoutDetailsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ASKED            | the answer of the main gateway to a voice state update
          IDENTIFIED       | Ready from the voice gateway
          READY            | the answer of the voice server over UDP
          SELECTING        | Session Description from the voice gateway
          BACKOFF_IDENTIFY | the next attempt (Identify)
          """)
  void undecidedJoinNamesWhatItWaitedFor(Stage stage, String awaited) {
    FlowSimulation flow = stage.reach().on(ModelEvent.DECIDE_FIRES);
    assertThat(flow.substate()).isEqualTo(FailureCause.NOT_DECIDED);
    assertThat(flow.trigger())
        .isEqualTo(new Trigger.TimedOut(FlowTimer.DECIDE, "the connection waited for " + awaited));
  }

  @Test
  void undecidedJoinNamesTheMainSessionWhileItIsLost() {
    FlowSimulation flow = Stage.ASKED.reach().mainSession(Change.LOST).on(ModelEvent.DECIDE_FIRES);
    assertThat(flow.trigger().describe()).endsWith("waited for the session of the main gateway");
  }

  @Test
  void unansweredJoinNamesTheUsualCausesWhenNoEventOfDiscordCame() {
    FlowSimulation flow = Stage.ASKED.reach().advanceMillis(20_000);
    assertThat(flow.substate()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
    assertThat(flow.trigger().describe())
        .contains("nothing came", "GUILD_VOICE_STATES", "DiscordGateway", "shard", "userId");
  }

  @Test
  void unansweredJoinDoesNotNameTheseCausesWhenAnEventOfDiscordCame() {
    FlowSimulation flow = Stage.CONFIRMED.reach().advanceMillis(20_000);
    assertThat(flow.substate()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void unansweredRejoinSaysThatTheChannelMayBeFull() {
    FlowSimulation flow = Stage.REJOINING.reach().advanceMillis(300_000);
    assertThat(flow.substate()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    assertThat(flow.trigger().describe()).contains("channel is full", "CONNECT permission");
  }
}
