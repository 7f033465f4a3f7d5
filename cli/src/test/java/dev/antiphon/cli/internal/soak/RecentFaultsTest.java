package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import org.junit.jupiter.api.Test;

class RecentFaultsTest {
  private static final long SECOND = 1_000_000_000L;

  private final RecentFaults faults = new RecentFaults();

  @Test
  void lastFaultComesFirstWithItsAge() {
    faults.begun(FaultKind.GROUP_MESSAGE_LOST.title(), 0);
    faults.applied(
        FaultRule.when(FaultTrigger.sending(Opcode.MLS_WELCOME)).then(FaultAction.drop()), SECOND);
    assertThat(faults.text(3 * SECOND))
        .startsWith("2.0 s ago ")
        .contains("MLS_WELCOME")
        .endsWith("; 3.0 s ago group message lost");
  }

  @Test
  void oldestFaultIsForgotten() {
    assertThat(faults.text(0)).isEqualTo("none");
    for (FaultKind kind : FaultKind.values()) {
      faults.begun(kind.title(), 0);
    }
    assertThat(faults.text(0)).startsWith("0.0 s ago left; ").endsWith("joined again");
    assertThat(faults.text(0).split(";")).hasSize(6);
  }
}
