package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SilenceReasonTest {
  private static final OptionalLong CHANNEL = OptionalLong.of(5);

  @Test
  void onlyDifferentCallsExplainSilence() {
    assertThat(SilenceReason.of(List.of(CHANNEL, OptionalLong.of(6))))
        .isEqualTo(SilenceReason.DIFFERENT_CALLS);
    assertThat(SilenceReason.of(List.of(CHANNEL, OptionalLong.empty())))
        .isEqualTo(SilenceReason.UNEXPLAINED);
    assertThat(SilenceReason.of(List.of(CHANNEL, CHANNEL))).isEqualTo(SilenceReason.UNEXPLAINED);
  }
}
