package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.internal.flow.KeyStatus;
import dev.antiphon.internal.flow.KeysReported;
import java.util.Optional;

/**
 * Reports the keys of one encryption session to the flow: every change of their status, and every
 * new epoch that is used while they change. Runs on the event loop only.
 */
final class KeyReports {
  private final EventSink events;
  private final int session;
  private KeyStatus reported = KeyStatus.AVAILABLE;
  private long used;
  private long usedBefore;
  private Optional<KeyWait> wait = Optional.empty();

  /**
   * Creates the reports of a session whose keys are not awaited.
   *
   * @param session the generation of the WebSocket over which Identify was sent
   */
  KeyReports(EventSink events, int session) {
    this.events = events;
    this.session = session;
  }

  /** The generation of the WebSocket over which Identify was sent. */
  int session() {
    return session;
  }

  /** Why and since when keys are missing; empty if none are missing. */
  Optional<KeyWait> keyWait() {
    return wait;
  }

  /** Stores how many epochs the session has used for sending. */
  void used(long epochs) {
    used = epochs;
  }

  /** Stores the last status of the session, and reports it. */
  void changed(DaveEncryption encryption) {
    wait = encryption.keyWait();
    report(statusOf(encryption));
  }

  /** Reports the use of further epochs, if that is not reported yet. */
  void report() {
    report(reported);
  }

  private void report(KeyStatus status) {
    boolean progress = status == KeyStatus.CHANGING && used != usedBefore;
    usedBefore = used;
    if (status != reported || progress) {
      reported = status;
      events.accept(new KeysReported(session, status));
    }
  }

  private static KeyStatus statusOf(DaveEncryption encryption) {
    if (!encryption.awaitsKeys()) {
      return KeyStatus.AVAILABLE;
    }
    return switch (encryption.keyWait().orElseThrow().reason()) {
      case RECOVERIES_SPENT -> KeyStatus.SPENT;
      case OTHER_CHANNEL -> KeyStatus.OTHER_CHANNEL;
      default ->
          encryption.status() == DaveEncryption.Status.WAITING
              ? KeyStatus.AWAITED
              : KeyStatus.CHANGING;
    };
  }
}
