package dev.antiphon.diagram.image;

/** A picture could not be drawn; the message says why. */
public class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
