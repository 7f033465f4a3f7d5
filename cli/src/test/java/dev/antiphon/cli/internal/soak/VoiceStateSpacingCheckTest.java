package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A minimum spacing of one second. The clock starts near its overflow. */
class VoiceStateSpacingCheckTest {
  private static final long START = Long.MAX_VALUE - 1_000_000_000L;

  private final VoiceStateSpacingCheck spacingCheck =
      new VoiceStateSpacingCheck(Duration.ofSeconds(1));

  @Test
  void commandsWithFullSpacingAreAlwaysAllowed() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(joinAt(i * 1_000)).isTrue();
    }
  }

  @Test
  void secondCommandThatIsTooEarlyIsNotAllowed() {
    assertThat(joinAt(0)).isTrue();
    assertThat(joinAt(100)).isTrue();
    assertThat(joinAt(200)).isFalse();
  }

  @Test
  void slightlyTooHighRateIsDetectedAfterSomeTime() {
    boolean allowed = true;
    for (int i = 0; i < 100; i++) {
      allowed &= joinAt(i * 950);
    }
    assertThat(allowed).isFalse();
  }

  @Test
  void leaveAndFollowingJoinCountAsOneCommand() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(leaveAt(i * 1_000)).isTrue();
      assertThat(joinAt(i * 1_000)).isTrue();
    }
  }

  @Test
  void repeatedLeaveAndJoinPairsWithoutSpacingAreNotAllowed() {
    boolean allowed = true;
    for (int i = 0; i < 4; i++) {
      allowed &= leaveAt(i) & joinAt(i);
    }
    assertThat(allowed).isFalse();
  }

  @Test
  void guildsAreCountedSeparately() {
    for (int guild = 1; guild <= 100; guild++) {
      assertThat(
              spacingCheck.allows(
                  new UpdateVoiceState(guild, OptionalLong.of(2), false, false), START))
          .isTrue();
    }
  }

  private boolean joinAt(long millis) {
    return at(millis, OptionalLong.of(2));
  }

  private boolean leaveAt(long millis) {
    return at(millis, OptionalLong.empty());
  }

  private boolean at(long millis, OptionalLong channel) {
    long now = START + TimeUnit.MILLISECONDS.toNanos(millis);
    return spacingCheck.allows(new UpdateVoiceState(1, channel, false, false), now);
  }
}
