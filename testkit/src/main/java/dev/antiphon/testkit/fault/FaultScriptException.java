package dev.antiphon.testkit.fault;

import java.util.Objects;

/**
 * A fault script, or a part of one, that can not be meant. It names the first thing that is wrong
 * by its place, what was expected there, and what was found.
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

  /** The same inside of something bigger. */
  FaultScriptException within(String outer) {
    FaultScriptException wider = new FaultScriptException(outer + place, expected, found);
    wider.initCause(this);
    return wider;
  }

  /**
   * A JSON pointer (RFC 6901) such as {@code /1/do/close}, empty for the script as a whole; {@code
   * line 1, column 7} where the text is not JSON. A rule made in Java is not yet part of a script:
   * its pointers begin in the rule.
   */
  public String place() {
    return place;
  }

  /** What could stand there. */
  public String expected() {
    return expected;
  }

  /** What stands there, shortened. */
  public String found() {
    return found;
  }
}
