package dev.antiphon.diagram.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text that is the whole file. Line endings are not compared, because a checkout can change them.
 */
record TextContent(String text) implements Content {
  @Override
  public boolean isIn(byte[] found) {
    return new String(found, StandardCharsets.UTF_8).replace("\r\n", "\n").equals(text);
  }

  @Override
  public byte[] written(Optional<byte[]> found) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
