package dev.antiphon.dave.internal.mls.codec;

/**
 * A message or an operation was refused, and nothing has changed. The exception's message names the
 * refused object, the error and the expected value. It never contains a secret.
 */
public final class MlsException extends Exception {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /**
   * An exception without a detail.
   *
   * @param refusal the reason
   * @param subject the refused object; the sentence of the refusal follows it
   */
  public MlsException(Refusal refusal, String subject) {
    super(subject + " " + refusal.sentence());
    this.refusal = refusal;
  }

  /**
   * An exception with a detail.
   *
   * @param refusal the reason
   * @param subject the refused object; the sentence of the refusal follows it
   * @param detail the value found and the value expected
   */
  public MlsException(Refusal refusal, String subject, String detail) {
    super(subject + " " + refusal.sentence() + ": " + detail);
    this.refusal = refusal;
  }

  /** The reason. */
  public Refusal refusal() {
    return refusal;
  }
}
