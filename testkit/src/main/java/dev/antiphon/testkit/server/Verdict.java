package dev.antiphon.testkit.server;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The decision of a {@link ServerBehaviour} about one message. */
public sealed interface Verdict {

  /** The message is delivered immediately. */
  record Deliver() implements Verdict {}

  /** The message is lost. A dropped message of the server uses no sequence number. */
  record Drop() implements Verdict {}

  /**
   * Only this message waits, and later messages overtake it. When the gate completes normally, the
   * message is delivered; an outgoing message gets its sequence number then. When the gate fails,
   * the message is lost.
   *
   * @param gate the stage to wait for; the test completes it
   */
  record Hold(CompletionStage<?> gate) implements Verdict {
    /** Checks the gate. */
    public Hold {
      Objects.requireNonNull(gate, "gate");
    }
  }

  /** Delivers the message immediately. */
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
