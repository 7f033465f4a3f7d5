package dev.antiphon.dave.internal.mls.codec;

/**
 * Something was refused, and nothing has changed. The message names the thing, what is wrong with
 * it and what was expected; it never holds a secret.
 */
public final class MlsException extends Exception {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /**
   * Refuses.
   *
   * @param refusal why
   * @param subject what is refused, to be followed by the refusal's sentence
   */
  public MlsException(Refusal refusal, String subject) {
    super(subject + " " + refusal.sentence());
    this.refusal = refusal;
  }

  /**
   * Refuses, with what was found and what was expected.
   *
   * @param refusal why
   * @param subject what is refused
   * @param detail what was found, and what was expected instead
   */
  public MlsException(Refusal refusal, String subject, String detail) {
    super(subject + " " + refusal.sentence() + ": " + detail);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
