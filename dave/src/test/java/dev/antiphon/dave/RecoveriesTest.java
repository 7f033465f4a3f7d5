package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budget of recoveries: op 31 is never sent without a bound. */
class RecoveriesTest {
  private final DaveSession session = DaveSession.builder(1, FakeGateway.CHANNEL).build();
  private long now = 1_000;

  @AfterEach
  void close() {
    session.close();
  }

  private void begin() {
    session.handle(new DaveEvent.Begin(1), now);
    session.handle(new DaveEvent.UsersConnected(List.of(1L, 2L)), now);
    session.handle(new DaveEvent.ExternalSender(FakeMls.gateway(1)), now);
  }

  @Test
  void aGatewayThatRepeatsADamagedWelcomeGetsAtMostFourReports() {
    begin();
    for (int round = 0; round < 1_000; round++) {
      now += Duration.ofMillis(10).toNanos();
      session.handle(new DaveEvent.Welcome(round, DaveBytes.copyOf(new byte[80])), now);
    }
    assertThat(session.statistics().recoveries()).isBetween(1L, 4L);
  }
}
