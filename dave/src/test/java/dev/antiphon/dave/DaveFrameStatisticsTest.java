package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The counts by user are bounded, and no count is lost. */
class DaveFrameStatisticsTest {
  private static final int MANY = DaveFrameStatistics.USERS + 10;

  private static DaveFrames frames(long firstUser, int count) {
    DaveFrames frames = new DaveFrames(DaveLimits.ofDefaults(), user -> {});
    for (int n = 0; n < count; n++) {
      for (int frame = 0; frame < 2; frame++) {
        frames.receive(firstUser + n, n, 0, new byte[] {1, 2, 3}, 0, 3, 0);
      }
    }
    return frames;
  }

  @Test
  void countsOfTheOldestUsersMoveToTheOthers() {
    DaveFrames frames = frames(1, MANY);
    DaveFrameStatistics counted = frames.statistics();
    assertThat(counted.users()).hasSize(DaveFrameStatistics.USERS).doesNotContainKey(10L);
    assertThat(counted.others().notEncrypted()).isEqualTo(20);
    assertThat(counted.total().notEncrypted()).isEqualTo(2L * MANY);
    frames.receive(1, 0, 0, new byte[] {1, 2, 3}, 0, 3, 0);
    assertThat(frames.statistics().users().get(1L).notEncrypted()).isEqualTo(1);
    assertThat(frames.counts().notEncrypted()).isEqualTo(2L * MANY + 1);
  }

  @Test
  void sumOfTwoSessionsIsBoundedAndComplete() {
    DaveFrameStatistics first = frames(1, 1_000).statistics();
    DaveFrameStatistics sum = first.plus(frames(501, 1_000).statistics());
    assertThat(sum.users()).hasSize(DaveFrameStatistics.USERS);
    assertThat(sum.users().get(1_500L).notEncrypted()).isEqualTo(2);
    assertThat(sum.users().get(1_000L).notEncrypted()).isEqualTo(4);
    assertThat(sum.total().notEncrypted()).isEqualTo(4_000);
    assertThat(DaveFrameStatistics.NONE.plus(first)).isEqualTo(first);
  }
}
