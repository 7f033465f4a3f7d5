package dev.antiphon.spec.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables beside these tests. */
final class Tsv {
  private Tsv() {}

  /** The lines of a table in this package, its head first, each in its columns. */
  static List<List<String>> read(String name) {
    try (InputStream table = Tsv.class.getResourceAsStream(name)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.split("\t")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
