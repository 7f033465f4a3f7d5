package dev.antiphon.testkit;

/**
 * A key package or commit that the delivery service does not take; its message says why, to people.
 */
final class RefusedOfferException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedOfferException(String reason) {
    super(reason);
  }
}
