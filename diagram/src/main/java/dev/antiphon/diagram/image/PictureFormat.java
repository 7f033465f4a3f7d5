package dev.antiphon.diagram.image;

import dev.antiphon.diagram.StateDiagram;

/**
 * The picture formats of diagrams. With the same JDK and fonts, a diagram always gives the same
 * picture. With other fonts the widths of letters differ, but the {@link ModelHash} stays the same.
 */
public enum PictureFormat {
  /** Scalable Vector Graphics; text stays text. */
  SVG {
    @Override
    byte[] mark(byte[] picture, ModelHash hash) {
      return hash.intoSvg(picture);
    }
  },
  /** A bitmap. */
  PNG {
    @Override
    byte[] mark(byte[] picture, ModelHash hash) {
      return hash.intoPng(picture);
    }
  };

  /**
   * Draws a diagram, and stores its {@link ModelHash} in the picture. If the layout fails in the
   * diagram's direction, the other direction is used.
   *
   * @throws PlantUmlMissingException if PlantUML is not on the class path
   * @throws PictureException if PlantUML cannot draw the diagram
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
