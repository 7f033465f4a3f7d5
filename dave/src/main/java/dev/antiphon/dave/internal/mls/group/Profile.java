package dev.antiphon.dave.internal.mls.group;

/** How much of MLS is accepted. */
enum Profile {
  /** What DAVE uses, and nothing else. */
  DAVE,
  /**
   * What the official vectors use besides: any identity, any group extension, proposals of members
   * and by value, updates, commits without a proposal. For tests; no public method leads here.
   */
  VECTORS;

  boolean isStrict() {
    return this == DAVE;
  }
}
