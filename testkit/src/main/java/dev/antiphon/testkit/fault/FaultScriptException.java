package dev.antiphon.testkit.fault;

import java.util.Objects;

/**
 * An error in a fault script or in a part of one. It names the place of the first error, the
 * expected value and the value that was found.
 */
public final class FaultScriptException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String place;
  private final String expected;
  private final String found;

  FaultScriptException(String place, String expected, String found) {
    super(
        "%s: expected %s, found %s"
            .formatted(place.isEmpty() ? "the script" : place, expected, found));
    this.place = Objects.requireNonNull(place, "place");
    this.expected = expected;
    this.found = found;
  }

  /** Returns a copy with the place of the outer part in front. */
  FaultScriptException within(String outer) {
    FaultScriptException wider = new FaultScriptException(outer + place, expected, found);
    wider.initCause(this);
    return wider;
  }

  /**
   * Returns the place of the error as a JSON pointer (RFC 6901) such as {@code /1/do/close}. It is
   * empty if the error concerns the whole script. If the text is not JSON, the place is a line and
   * a column, for example {@code line 1, column 7}. For a rule that was created in Java, the
   * pointer starts at the rule.
   */
  public String place() {
    return place;
  }

  /** Returns a description of the expected value. */
  public String expected() {
    return expected;
  }

  /** Returns the value that was found, shortened. */
  public String found() {
    return found;
  }
}
