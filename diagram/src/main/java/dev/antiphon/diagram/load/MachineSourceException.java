package dev.antiphon.diagram.load;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source gives no diagram; the message says why in a sentence. */
public final class MachineSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The text names no class, or no method after its {@code #}. */
    NOT_A_SOURCE,
    /** No class of this name is on the class path. */
    NO_SUCH_CLASS,
    /** The class has no method of this name without parameters. */
    NO_SUCH_METHOD,
    /** The method belongs to an object, not to its class. */
    NOT_STATIC,
    /** The class alone is named, and nothing says how to get a machine of it. */
    NO_METHOD_NAMED,
    /** Something was given that is neither a machine nor a diagram. */
    NOT_A_MACHINE,
    /** The configuration has no machine, or several. */
    NOT_ONE_MACHINE,
    /** The code of the source failed; the cause says how. */
    FAILED
  }

  private final Reason reason;

  MachineSourceException(Reason reason, String message) {
    this(reason, message, null);
  }

  MachineSourceException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why there is no diagram. */
  public Reason reason() {
    return reason;
  }
}
