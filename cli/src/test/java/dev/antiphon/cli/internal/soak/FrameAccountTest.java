package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cli.internal.soak.FrameAccount.Heard;
import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameAccountTest {
  private static final long SPEAKER = 7;
  private static final long OTHER = 8;

  @Test
  void missingFrameMustBeCountedForItsSpeaker() {
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 3), 0), Heard.NOTHING)).isZero();
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 2), 0), Heard.NOTHING)).isEqualTo(1);
    assertThat(unexplained(heard(3, tooEarly(OTHER, 3), 0), Heard.NOTHING)).isEqualTo(3);
  }

  @Test
  void frameWithoutOwnerCanBeAFrameOfEachSpeaker() {
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 1), 2), Heard.NOTHING)).isZero();
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 1), 1), Heard.NOTHING)).isEqualTo(1);
  }

  @Test
  void earlierCountsDoNotExplainLaterFrames() {
    Heard before = heard(1, tooEarly(SPEAKER, 9), 9);
    assertThat(unexplained(heard(1, tooEarly(SPEAKER, 9), 9), before)).isZero();
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 9), 9), before)).isEqualTo(2);
    assertThat(unexplained(heard(3, tooEarly(SPEAKER, 11), 9), before)).isZero();
  }

  private static long unexplained(Heard now, Heard before) {
    return now.unexplained(before, before);
  }

  private static Heard heard(long missing, Map<Long, DaveFrameCounts> users, long ofOthers) {
    return new Heard(
        Map.of(SPEAKER, new Frames(100, 0, missing)),
        new DaveFrameStatistics(users, tooEarly(ofOthers), 0));
  }

  private static Map<Long, DaveFrameCounts> tooEarly(long user, long frames) {
    return Map.of(user, tooEarly(frames));
  }

  private static DaveFrameCounts tooEarly(long frames) {
    return new DaveFrameCounts(50, 0, 0, 0, 0, 0, 0, 0, 0, frames, 0, 0);
  }
}
