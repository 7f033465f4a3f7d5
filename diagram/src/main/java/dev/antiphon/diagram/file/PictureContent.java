package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.ModelHash;
import dev.antiphon.diagram.image.PictureFormat;
import java.util.Optional;

/** A picture, known by the hash inside: its pixels differ from one set of fonts to another. */
record PictureContent(PictureFormat format, StateDiagram diagram) implements Content {
  @Override
  public boolean isIn(byte[] found) {
    return ModelHash.in(found).equals(Optional.of(ModelHash.of(diagram)));
  }

  @Override
  public byte[] written(Optional<byte[]> found) {
    return format.draw(diagram);
  }
}
