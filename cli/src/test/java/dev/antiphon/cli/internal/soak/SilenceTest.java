package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final OptionalLong CHANNEL = OptionalLong.of(5);

  @Test
  void onlyDifferentCallsExplainSilence() {
    assertThat(Silence.of(List.of(CHANNEL, OptionalLong.of(6)))).isEqualTo(Silence.DIFFERENT_CALLS);
    assertThat(Silence.of(List.of(CHANNEL, OptionalLong.empty()))).isEqualTo(Silence.UNEXPLAINED);
    assertThat(Silence.of(List.of(CHANNEL, CHANNEL))).isEqualTo(Silence.UNEXPLAINED);
  }
}
