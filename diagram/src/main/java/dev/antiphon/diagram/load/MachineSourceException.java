package dev.antiphon.diagram.load;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a source does not give a diagram. The message contains the reason. */
public final class MachineSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason of the failure. */
  public enum Reason {
    /**
     * The source, such as {@code com.acme.Machines#orders}, has no class name, or no method name
     * after the {@code #}.
     */
    NOT_A_SOURCE,
    /** The class is not on the class path. */
    NO_SUCH_CLASS,
    /**
     * The class has no method with this name and without parameters, or a supplier has no
     * constructor without parameters.
     */
    NO_SUCH_METHOD,
    /** The method is not static. */
    NOT_STATIC,
    /**
     * The text names only a class, and the class is neither a supplier nor a Spring configuration.
     */
    NO_METHOD_NAMED,
    /** The source returned neither a diagram nor a machine or factory. */
    NOT_A_MACHINE,
    /** The configuration has no machine or several machines. */
    NOT_ONE_MACHINE,
    /** The code of the source failed; see the cause. */
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

  /** The reason of the failure. */
  public Reason reason() {
    return reason;
  }
}
