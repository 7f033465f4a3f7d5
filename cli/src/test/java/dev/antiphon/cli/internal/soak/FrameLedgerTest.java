package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cli.internal.soak.FrameLedger.FrameId;
import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import org.junit.jupiter.api.Test;

/** The clock starts near its overflow. */
class FrameLedgerTest {
  private static final long START = Long.MAX_VALUE - 1_000_000_000L;
  private static final long LATER = START + FrameLedger.LIMIT.toNanos();
  private static final long SPEAKER = 7;
  private static final long SESSION = 1;

  private final FrameLedger ledger = new FrameLedger();

  @Test
  void heardFrameIsCountedForItsSpeaker() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.heard(frame(1));
    ledger.judge(SESSION, LATER);
    assertThat(ledger.of(SPEAKER)).isEqualTo(new Frames(1, 0, 0));
    assertThat(ledger.of(8)).isEqualTo(Frames.NONE);
    assertThat(ledger.isSettled()).isTrue();
  }

  @Test
  void frameCanBeHeardUntilTheLimit() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.judge(SESSION, LATER - 1);
    assertThat(ledger.isSettled()).isFalse();
    ledger.heard(frame(1));
    assertThat(ledger.of(SPEAKER)).isEqualTo(new Frames(1, 0, 0));
  }

  @Test
  void frameThatIsNotHeardInTheSameSessionIsMissing() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.judge(SESSION, LATER);
    assertThat(ledger.of(SPEAKER)).isEqualTo(new Frames(0, 0, 1));
  }

  @Test
  void forgottenFrameIsNotMissing() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.forget(frame(1));
    ledger.judge(SESSION, LATER);
    assertThat(ledger.bySpeaker()).isEmpty();
  }

  @Test
  void missingFrameCanBeHeardLate() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.judge(SESSION, LATER);
    ledger.heard(frame(1));
    ledger.heard(frame(1));
    assertThat(ledger.of(SPEAKER)).isEqualTo(new Frames(1, 0, 0));
  }

  @Test
  void frameThatIsNotHeardBecauseTheSessionChangedIsInterrupted() {
    ledger.expect(frame(1), SPEAKER, SESSION, START);
    ledger.judge(SESSION + 1, LATER);
    assertThat(ledger.of(SPEAKER)).isEqualTo(new Frames(0, 1, 0));
  }

  @Test
  void frameThatWasNotExpectedIsNotCounted() {
    ledger.heard(frame(1));
    assertThat(ledger.bySpeaker()).isEmpty();
  }

  private static FrameId frame(int sequence) {
    return new FrameId(3, sequence, 960L * sequence);
  }
}
