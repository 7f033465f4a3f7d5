package dev.antiphon.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The engine did not do what the table says. This is a defect of the engine, not a mistake of the
 * user.
 */
public final class EngineException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  EngineException(String message) {
    super(message);
  }
}
