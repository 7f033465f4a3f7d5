package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveAction;
import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The members of one session whose frames cannot be decrypted. It warns once in a session, when the
 * session has no recovery left that could help. Runs on the event loop only.
 */
final class FailingMembers {
  private static final int USERS = 1_024;

  private final EncryptionWarnings warnings;
  private final long channelId;
  private final InstantSource clock;

  /** The failures whose events the session has not handled yet, in order. */
  private final Queue<Failure> waiting = new ArrayDeque<>();

  /** The last failure of each user. */
  private final Map<Long, Failure> failures = new HashMap<>();

  private Optional<Instant> lastRecovery = Optional.empty();
  private boolean warned;

  /** A user's failure, and the number of frames that were decrypted before it. */
  private record Failure(long userId, Instant since, long decrypted) {}

  FailingMembers(EncryptionWarnings warnings, long channelId, InstantSource clock) {
    this.warnings = warnings;
    this.channelId = channelId;
    this.clock = clock;
  }

  /** The session gets an event about this user, after all earlier ones. */
  void reported(long userId, Supplier<DaveFrameStatistics> statistics) {
    if (warned) {
      return;
    }
    long decrypted =
        statistics.get().users().getOrDefault(userId, DaveFrameCounts.NONE).decrypted();
    Failure known = failures.get(userId);
    boolean goesOn = known != null && known.decrypted() == decrypted;
    Failure failure = goesOn ? known : new Failure(userId, clock.instant(), decrypted);
    if (failures.size() >= USERS) {
      failures.clear();
    }
    failures.put(userId, failure);
    waiting.add(failure);
  }

  /** The session has handled an event. */
  void handled(DaveRecord step) {
    if (step.row().actions().contains(DaveAction.SEND_INVALID)) {
      lastRecovery = Optional.of(clock.instant());
    }
    if (step.row().event() != DaveEventKind.DECRYPTION_FAILS || waiting.isEmpty()) {
      return;
    }
    Failure failure = waiting.remove();
    if (!warned && step.row().guard().equals(Optional.of(DaveGuard.RECOVERIES_SPENT))) {
      warned = true;
      warnings.cannotDecrypt(channelId, failure.userId(), failure.since(), nextRecovery());
      waiting.clear();
      failures.clear();
    }
  }

  private Optional<Instant> nextRecovery() {
    return lastRecovery.map(last -> last.plus(DaveLimits.ofDefaults().recoveryMemory()));
  }
}
