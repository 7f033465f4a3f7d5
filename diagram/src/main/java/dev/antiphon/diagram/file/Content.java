package dev.antiphon.diagram.file;

import java.io.IOException;
import java.util.Optional;

/** What a file is to show. */
interface Content {
  /** Whether these bytes of the file show it. */
  boolean isIn(byte[] found) throws IOException;

  /** The bytes of the file that shows it, made of those that are there. */
  byte[] written(Optional<byte[]> found) throws IOException;
}
