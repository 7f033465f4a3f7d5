package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveAction;
import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.machine.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the warning about members whose frames cannot be decrypted. */
class FailingMembersTest {
  private final VirtualLoop loop = new VirtualLoop(() -> {});
  private Instant now = Instant.parse("2026-01-01T00:00:00.5Z");
  private final EncryptionWarnings warnings = new EncryptionWarnings(5, loop.loop());
  private final FailingMembers members = new FailingMembers(warnings, 6, () -> now);

  @AfterEach
  void close() {
    warnings.close();
    loop.close();
  }

  /** A record of a step in which the session ignores that decryption fails, for this reason. */
  static DaveRecord decryptionFails(DaveGuard reason) {
    return record(
        row ->
            row.event() == DaveEventKind.DECRYPTION_FAILS
                && row.guard().equals(Optional.of(reason)));
  }

  private static DaveRecord record(Predicate<Row<?, DaveEventKind, DaveGuard, DaveAction>> which) {
    return new DaveRecord(
        DaveTable.SESSION.rows().stream().filter(which).findFirst().orElseThrow(),
        OptionalInt.of(1),
        OptionalLong.of(1),
        2,
        OptionalInt.empty(),
        Optional.empty(),
        List.of());
  }

  private static final DaveRecord RECOVERY =
      record(row -> row.actions().contains(DaveAction.SEND_INVALID));

  private void fails(long user, long decrypted, DaveGuard reason) {
    DaveFrameCounts counts = new DaveFrameCounts(decrypted, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    members.reported(
        user, () -> new DaveFrameStatistics(Map.of(user, counts), DaveFrameCounts.NONE, 0));
    members.handled(decryptionFails(reason));
  }

  @Test
  void warningNamesTheMemberTheBeginningAndTheEndOfTheWait() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class)) {
      members.handled(RECOVERY);
      now = now.plusSeconds(10);
      fails(2, 100, DaveGuard.RECOVERED_RECENTLY);
      now = now.plusSeconds(10);
      fails(3, 0, DaveGuard.TRANSITION_PENDING);
      fails(2, 200, DaveGuard.RECOVERED_RECENTLY);
      now = now.plusSeconds(10);
      assertThat(log.lines()).isEmpty();
      fails(2, 200, DaveGuard.RECOVERIES_SPENT);
      fails(3, 0, DaveGuard.RECOVERIES_SPENT);
      assertThat(log.lines())
          .containsExactly(
              "WARN guild 5, channel 6: frames of user 2 cannot be decrypted since"
                  + " 2026-01-01T00:00:20Z. No recovery is left until 2026-01-01T00:05:00Z. The"
                  + " user's frames are dropped until the group changes. This session logs no"
                  + " further line about frames that cannot be decrypted");
    }
  }

  @Test
  void manyFailingUsersAreAccepted() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class)) {
      for (long user = 1; user <= 3_000; user++) {
        fails(user, 0, DaveGuard.UNKNOWN_SENDER);
      }
      fails(9, 0, DaveGuard.RECOVERIES_SPENT);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("user 9 ", "No recovery is left.");
    }
  }
}
