package dev.antiphon.diagram.image;

/** Thrown when a picture cannot be drawn. The message contains the reason. */
public class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
