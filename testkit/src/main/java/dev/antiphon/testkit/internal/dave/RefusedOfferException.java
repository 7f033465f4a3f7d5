package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;

/**
 * The delivery service refused a key package or a commit. The message contains the reason for
 * people.
 */
public final class RefusedOfferException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedOfferException(String reason) {
    super(reason);
  }

  /** The MLS engine refused it. The engine's message is a clause and becomes a sentence here. */
  RefusedOfferException(MlsException cause) {
    super(sentence(String.valueOf(cause.getMessage())), cause);
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }
}
