package dev.antiphon.spec.proof;

/**
 * A violation of a property.
 *
 * @param property the number of the property in {@code docs/specification.md}
 * @param description the observed violation
 */
record PropertyViolation(String property, String description) {
  PropertyViolation in(String place) {
    return new PropertyViolation(property, place + ": " + description);
  }
}
