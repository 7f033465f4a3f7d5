package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budget of recoveries: op 31 is never sent without a bound. */
class RecoveriesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DaveSession session =
      DaveSession.builder(1, FakeGateway.CHANNEL).clock(START, 1_000).build();
  private final List<DaveEffect> effects = new ArrayList<>();
  private long now = 1_000;

  @AfterEach
  void close() {
    session.close();
  }

  private void take(DaveEvent event) {
    effects.clear();
    effects.addAll(session.handle(event, now));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void begin() {
    take(new DaveEvent.Begin(1));
    take(new DaveEvent.UsersConnected(List.of(1L, 2L)));
    take(new DaveEvent.ExternalSender(FakeMls.gateway(1)));
  }

  private void damagedWelcome(int id) {
    take(new DaveEvent.Welcome(id, DaveBytes.copyOf(new byte[80])));
  }

  private long reports() {
    return session.statistics().recoveries();
  }

  private KeyWait keyWait() {
    return session.encryption().keyWait().orElseThrow();
  }

  @Test
  void aGatewayThatRepeatsADamagedWelcomeGetsAtMostFourReports() {
    begin();
    for (int round = 0; round < 1_000; round++) {
      pass(Duration.ofMillis(10));
      damagedWelcome(round);
    }
    assertThat(reports()).isBetween(1L, 4L);
  }

  @Test
  void postponedRecoveriesReportTheirTransitionAfterGrowingTimesUntilAllAreSpent() {
    begin();
    damagedWelcome(10);
    assertThat(reports()).isEqualTo(1);
    int[] seconds = {2, 4, 8};
    for (int i = 0; i < seconds.length; i++) {
      Duration spacing = Duration.ofSeconds(seconds[i]);
      damagedWelcome(11 + i);
      assertThat(session.state()).isEqualTo(DaveState.LOST);
      assertThat(keyWait().reason()).isEqualTo(KeyWait.Reason.RECOVERY_POSTPONED);
      assertThat(effects).contains(new DaveEffect.AwaitRecovery(spacing));
      damagedWelcome(99);
      assertThat(effects).isEmpty();
      pass(spacing.minusNanos(1));
      take(new DaveEvent.RecoveryDue());
      assertThat(effects).containsExactly(new DaveEffect.AwaitRecovery(Duration.ofNanos(1)));
      pass(Duration.ofNanos(1));
      take(new DaveEvent.RecoveryDue());
      assertThat(effects).contains(new DaveEffect.SendInvalidCommitWelcome(11 + i));
      assertThat(session.state()).isEqualTo(DaveState.PENDING);
      assertThat(keyWait().reason()).isEqualTo(KeyWait.Reason.RECOVERING);
    }
    damagedWelcome(20);
    assertThat(session.state()).isEqualTo(DaveState.LOST);
    assertThat(keyWait()).isEqualTo(new KeyWait(KeyWait.Reason.RECOVERIES_SPENT, START));
    assertThat(reports()).isEqualTo(4);
    pass(Duration.ofMinutes(5));
    take(new DaveEvent.RecoveryDue());
    assertThat(effects).isEmpty();
  }

  @Test
  void keysThatAreOverdueUseTheSameBudget() {
    begin();
    take(new DaveEvent.KeysOverdue());
    assertThat(effects).contains(new DaveEffect.SendInvalidCommitWelcome(0));
    take(new DaveEvent.KeysOverdue());
    assertThat(effects).isEmpty();
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(10));
      take(new DaveEvent.KeysOverdue());
    }
    assertThat(reports()).isEqualTo(4);
    pass(Duration.ofSeconds(10));
    take(new DaveEvent.KeysOverdue());
    assertThat(reports()).isEqualTo(4);
    assertThat(keyWait().reason()).isEqualTo(KeyWait.Reason.RECOVERIES_SPENT);
  }

  @Test
  void theCountOfRecoveriesStartsAgainAfterFiveMinutes() {
    begin();
    for (int i = 0; i < 4; i++) {
      take(new DaveEvent.KeysOverdue());
      pass(Duration.ofSeconds(10));
    }
    pass(Duration.ofMinutes(5));
    take(new DaveEvent.KeysOverdue());
    assertThat(reports()).isEqualTo(5);
    assertThat(session.state()).isEqualTo(DaveState.PENDING);
  }

  @Test
  void aNewGroupEndsTheStateLost() {
    begin();
    damagedWelcome(1);
    damagedWelcome(2);
    assertThat(session.state()).isEqualTo(DaveState.LOST);
    take(new DaveEvent.PrepareEpoch(1, 1));
    assertThat(session.state()).isEqualTo(DaveState.PENDING);
    assertThat(keyWait().reason()).isEqualTo(KeyWait.Reason.NOT_ADDED);
    pass(Duration.ofSeconds(2));
    take(new DaveEvent.RecoveryDue());
    assertThat(effects).isEmpty();
  }

  @Test
  void overdueKeysAreIgnoredByWhoIsAlone() {
    take(new DaveEvent.Begin(1));
    take(new DaveEvent.KeysOverdue());
    assertThat(effects).isEmpty();
    assertThat(keyWait()).isEqualTo(new KeyWait(KeyWait.Reason.ALONE, START));
    assertThat(session.encryption().awaitsKeys()).isFalse();
  }

  @Test
  void theWaitBeginsWhenTheFirstOtherUserComes() {
    take(new DaveEvent.Begin(1));
    pass(Duration.ofSeconds(60));
    take(new DaveEvent.UsersConnected(List.of(2L)));
    assertThat(keyWait())
        .isEqualTo(new KeyWait(KeyWait.Reason.NO_EXTERNAL_SENDER, START.plusSeconds(60)));
    pass(Duration.ofSeconds(1));
    take(new DaveEvent.ExternalSender(FakeMls.gateway(1)));
    assertThat(effects).containsExactly(new DaveEffect.EncryptionChanged(session.encryption()));
    assertThat(keyWait()).isEqualTo(new KeyWait(KeyWait.Reason.NOT_ADDED, START.plusSeconds(60)));
    pass(Duration.ofSeconds(1));
    take(new DaveEvent.UsersConnected(List.of(3L)));
    assertThat(effects).as("the age of the wait alone is no change").isEmpty();
  }
}
