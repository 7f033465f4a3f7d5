package dev.antiphon.diagram.file;

import java.io.IOException;
import java.util.Optional;

/** The expected content of a file. */
interface Content {
  /** Whether these bytes of the file have the expected content. */
  boolean isIn(byte[] found) throws IOException;

  /** The bytes of the file with the expected content. */
  byte[] written(Optional<byte[]> found) throws IOException;
}
