package dev.antiphon.dave.internal.mls.group;

/** The accepted features of MLS. */
enum Profile {
  /** Only the features that DAVE uses. */
  DAVE,
  /**
   * Also the features that the official test vectors use: any identity, any group extension,
   * proposals from members and by value, updates, commits without a proposal. Only for tests; no
   * public method uses it.
   */
  VECTORS;

  boolean isStrict() {
    return this == DAVE;
  }
}
