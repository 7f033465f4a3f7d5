package dev.antiphon.internal.audit;

/** The JSON contains a name that this version does not have. A newer version wrote it. */
public final class UnknownNameException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 64;

  private final String what;
  private final String name;

  UnknownNameException(String place, String what, String name) {
    super(place + ": there is no " + what + " with this name");
    this.what = what;
    this.name = name.matches("[\\w.]{1," + LONGEST + "}") ? name : "that cannot be shown";
  }

  /** The kind of the name, such as {@code event} or {@code FlowTimer}. */
  public String what() {
    return what;
  }

  /** The name. A text that is not a valid name is replaced. */
  public String unknownName() {
    return name;
  }
}
