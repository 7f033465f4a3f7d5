package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.internal.flow.KeyStatus;
import dev.antiphon.internal.flow.KeysReported;
import java.util.Optional;

/**
 * Reports the keys of one encryption session to the flow: every change of their status, and every
 * executed transition while they change. Runs on the event loop only.
 */
final class KeyReports {
  private final EventSink events;
  private final int session;
  private KeyStatus reported = KeyStatus.AVAILABLE;
  private long transitions;
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

  /** Stores the last status of the session. */
  void changed(DaveEncryption encryption, long executed) {
    wait = encryption.keyWait();
    report(statusOf(encryption), executed);
  }

  /** Stores the number of executed transitions. */
  void executed(long executed) {
    report(reported, executed);
  }

  private void report(KeyStatus status, long executed) {
    boolean progress = status == KeyStatus.CHANGING && executed != transitions;
    transitions = executed;
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
          encryption.status() == DaveEncryption.Status.ON ? KeyStatus.CHANGING : KeyStatus.AWAITED;
    };
  }
}
