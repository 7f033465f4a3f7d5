package dev.antiphon.internal.audit;

/** A name in JSON that this version of the flow does not have: a newer version wrote it. */
public final class UnknownNameException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 64;

  private final String what;
  private final String name;

  UnknownNameException(String place, String what, String name) {
    super(place + ": there is no " + what + " of that name");
    this.what = what;
    this.name = name.matches("[\\w.]{1," + LONGEST + "}") ? name : "that cannot be shown";
  }

  /** What is called so, such as {@code event} or {@code FlowTimer}. */
  public String what() {
    return what;
  }

  /** The name; a text that nobody of ours would write as a name is not repeated. */
  public String unknownName() {
    return name;
  }
}
