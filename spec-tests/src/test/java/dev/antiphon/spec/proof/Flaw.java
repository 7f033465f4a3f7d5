package dev.antiphon.spec.proof;

/**
 * A property that did not hold.
 *
 * @param property its number, as in {@code docs/specification.md}
 * @param what what was seen instead
 */
record Flaw(String property, String what) {
  Flaw in(String place) {
    return new Flaw(property, place + ": " + what);
  }
}
