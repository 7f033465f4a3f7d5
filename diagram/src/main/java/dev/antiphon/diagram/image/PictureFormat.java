package dev.antiphon.diagram.image;

import dev.antiphon.diagram.StateDiagram;

/**
 * The formats that a diagram is drawn in. The same diagram is the same picture on one JDK and one
 * set of fonts; elsewhere it differs by the widths of letters, and {@link ModelHash} says that it
 * is the same diagram.
 */
public enum PictureFormat {
  /** Scalable, with its text as text. */
  SVG {
    @Override
    byte[] mark(byte[] picture, ModelHash hash) {
      return hash.intoSvg(picture);
    }
  },
  /** Pixels. */
  PNG {
    @Override
    byte[] mark(byte[] picture, ModelHash hash) {
      return hash.intoPng(picture);
    }
  };

  /**
   * The diagram as a picture, with the hash of its model inside. A tangle that cannot be laid out
   * in its direction is laid out in the other.
   *
   * @throws PlantUmlMissingException when PlantUML is not on the class path
   * @throws PictureException when PlantUML cannot draw it
   */
  public byte[] draw(StateDiagram diagram) {
    byte[] picture;
    try {
      picture = Smetana.draw(diagram, this);
    } catch (NoClassDefFoundError e) {
      throw new PlantUmlMissingException(e);
    }
    return mark(picture, ModelHash.of(diagram));
  }

  abstract byte[] mark(byte[] picture, ModelHash hash);
}
