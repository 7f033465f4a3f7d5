package dev.antiphon.diagram.image;

/** Thrown when PlantUML is not on the class path. PlantUML is an optional dependency. */
public final class PlantUmlMissingException extends PictureException {
  private static final long serialVersionUID = 1L;

  PlantUmlMissingException(Throwable cause) {
    super(
        "SVG and PNG are drawn by PlantUML: add net.sourceforge.plantuml:plantuml-mit to the class"
            + " path",
        cause);
  }
}
