package dev.antiphon.testkit.server;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The decision of a {@link ServerBehaviour} about one message. */
public sealed interface Verdict {

  /** The message is delivered at once. */
  record Deliver() implements Verdict {}

  /** The message is lost. It does not use a sequence number. */
  record Drop() implements Verdict {}

  /**
   * Only this message waits, and later messages overtake it. When the gate completes normally, the
   * message gets its number and is delivered. When the gate fails, the message is lost.
   *
   * @param gate a stage that the caller completes
   */
  record Hold(CompletionStage<?> gate) implements Verdict {
    /** Checks the gate. */
    public Hold {
      Objects.requireNonNull(gate, "gate");
    }
  }

  /** Delivers the message at once. */
  static Verdict deliver() {
    return new Deliver();
  }

  /** Drops the message. */
  static Verdict drop() {
    return new Drop();
  }

  /** Holds the message until the gate completes. */
  static Verdict holdUntil(CompletionStage<?> gate) {
    return new Hold(gate);
  }
}
