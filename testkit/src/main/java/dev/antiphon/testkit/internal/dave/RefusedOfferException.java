package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;

/**
 * A key package or commit that the delivery service does not take; its message says why, to people.
 */
public final class RefusedOfferException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedOfferException(String reason) {
    super(reason);
  }

  /** The engine refuses it; what it says begins in the middle of a sentence. */
  RefusedOfferException(MlsException cause) {
    super(sentence(String.valueOf(cause.getMessage())), cause);
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }
}
