package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.ModelHash;
import dev.antiphon.diagram.image.PictureFormat;
import java.util.Optional;

/** A picture. It is compared by the hash inside it, because its pixels depend on the fonts. */
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
