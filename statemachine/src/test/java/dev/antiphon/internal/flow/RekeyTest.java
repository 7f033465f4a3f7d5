package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RekeyTest {

  @ParameterizedTest
  @EnumSource(names = {"ESTABLISHED", "DOUBTING"})
  void sessionDescriptionWithTheSameKeyIsIgnored(Stage stage) {
    FlowSimulation flow = stage.reach();
    FlowMemory before = flow.memory();
    flow.described(1).then(VoiceState.ESTABLISHED);
    assertThat(flow.memory()).isEqualTo(before);
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.IGNORED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ESTABLISHED", "DOUBTING"})
  void newKeyInASessionDescriptionIsUsedWithoutAStateChange(Stage stage) {
    FlowSimulation flow = stage.reach();
    flow.described(2)
        .then(VoiceState.ESTABLISHED, "rekey path 1 as 4711 under key 2 (AEAD_AES256_GCM_RTPSIZE)");
    assertThat(flow.memory().udp().key()).isEqualTo(2);
    flow.described(2).then(VoiceState.ESTABLISHED);
    flow.described(1)
        .then(VoiceState.ESTABLISHED, "rekey path 1 as 4711 under key 1 (AEAD_AES256_GCM_RTPSIZE)");
  }

  @Test
  void keyIsKeptWhenASessionDescriptionIsUnusable() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    flow.on(now -> new VoiceEvent.Described(1, now.udp().mode(), 2, 16))
        .then(VoiceState.ESTABLISHED, "violation C7", "start VIOLATIONS 10000 ms");
    assertThat(flow.memory().udp().key()).isEqualTo(1);
  }

  @Test
  void opcode5IsSentBeforeAudioIsEnabled() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    assertThat(flow.story()).containsOnlyOnce("op5 on socket 1 as 4711");
    assertThat(flow.did().indexOf("op5 on socket 1 as 4711"))
        .isLessThan(
            flow.did().indexOf("publish path 1 as 4711 under key 1 (AEAD_AES256_GCM_RTPSIZE)"));
  }
}
