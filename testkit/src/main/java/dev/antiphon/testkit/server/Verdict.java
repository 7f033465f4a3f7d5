package dev.antiphon.testkit.server;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** What becomes of one message: {@link ServerBehaviour} answers with it. */
public sealed interface Verdict {

  /** It takes its normal way at once. */
  record Deliver() implements Verdict {}

  /** It is lost, as if it had never been sent; a numbered message does not use up a number. */
  record Drop() implements Verdict {}

  /**
   * It alone waits; what follows it overtakes it. When the gate completes normally the message
   * takes its way (and only then its number), when it completes exceptionally the message is lost.
   *
   * @param gate held by the caller
   */
  record Hold(CompletionStage<?> gate) implements Verdict {
    /** Checks the gate. */
    public Hold {
      Objects.requireNonNull(gate, "gate");
    }
  }

  /** The normal way. */
  static Verdict deliver() {
    return new Deliver();
  }

  /** The message is lost. */
  static Verdict drop() {
    return new Drop();
  }

  /** The message waits until the gate completes. */
  static Verdict holdUntil(CompletionStage<?> gate) {
    return new Hold(gate);
  }
}
