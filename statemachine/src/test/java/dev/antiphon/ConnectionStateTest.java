package dev.antiphon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.FlowDecisionsFile;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.protocol.CloseCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionStateTest {
  private static final long CHANNEL = FlowSimulation.CHANNEL;
  private static final long SSRC = FlowSimulation.SSRC;

  @Test
  void eachStateIsCreatedWithTheDataOfItsSnapshot() {
    assertThat(at(Stage.IDLE)).isEqualTo(new ConnectionState.Idle());
    assertThat(at(Stage.ASKED))
        .isEqualTo(new ConnectionState.AwaitingServerUpdate(CHANNEL, WaitReason.JOIN));
    assertThat(at(Stage.DIALLING)).isEqualTo(new ConnectionState.Identifying(CHANNEL, 1));
    assertThat(at(Stage.READY))
        .isEqualTo(new ConnectionState.Ready(CHANNEL, SSRC, FlowSimulation.MODE));
    assertThat(at(Stage.DISCOVERING))
        .isEqualTo(new ConnectionState.Discovering(CHANNEL, SSRC, FlowSimulation.MODE));
    assertThat(at(Stage.SELECTING))
        .isEqualTo(new ConnectionState.Selecting(CHANNEL, SSRC, FlowSimulation.MODE));
    assertThat(at(Stage.ESTABLISHED))
        .isEqualTo(
            new ConnectionState.Established(CHANNEL, SSRC, FlowSimulation.MODE, Optional.empty()));
    assertThat(at(Stage.DISCONNECTED))
        .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    assertThat(at(Stage.FAILED))
        .isEqualTo(
            new ConnectionState.Failed(FailureCause.INTERNAL_ERROR, new Trigger.Failure("a test")));
  }

  @ParameterizedTest
  @EnumSource
  void nameOfAStateAndWhetherItIsAnEndMatchTheTransitionTable(Stage stage) {
    assertThat(at(stage).name()).isEqualTo(stage.state().title());
    assertThat(at(stage).isEnd()).isEqualTo(stage.state().isTerminal());
  }

  @Test
  void sentenceOfAFailureContainsItsCauseAndItsTrigger() {
    CloseCode code = FlowDecisionsFile.ending(VoiceState.ESTABLISHED);
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(code.number());
    ConnectionState.Failed failed = (ConnectionState.Failed) of(flow);
    assertThat(failed.cause().sentence()).endsWith(".");
    assertThat(failed.sentence())
        .isEqualTo(
            "%s (closed with %d (%s))"
                .formatted(failed.cause().sentence(), code.number(), code.meaning()));
  }

  private static ConnectionState at(Stage stage) {
    return of(stage.reach());
  }

  private static ConnectionState of(FlowSimulation flow) {
    return ConnectionStates.of(flow.now());
  }
}
