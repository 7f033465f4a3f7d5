package dev.antiphon.statemachine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.FlowLimits;
import dev.antiphon.statemachine.flow.VoiceEvent;
import dev.antiphon.statemachine.flow.VoiceFlow;
import dev.antiphon.statemachine.flow.VoiceState;
import org.junit.jupiter.api.Test;

class SpringFlowEngineTest {
  private final SpringFlowEngines engines =
      new SpringFlowEngines(new VoiceFlow(FlowLimits.ofDefaults()));

  @Test
  void startsInIdleAndTakesTheRowsThatChangeTheState() {
    FlowEngine engine = engines.create();
    assertThat(engine.state()).isEqualTo(VoiceState.IDLE);
    Decision joined = engine.handle(new VoiceEvent.Join(7));
    assertThat(joined.row().id()).isEqualTo("A1.IDLE.1");
    assertThat(engine.state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    engine.handle(new VoiceEvent.Disconnect());
    assertThat(engine.state()).isEqualTo(VoiceState.DISCONNECTED);
  }
}
