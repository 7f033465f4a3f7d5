package dev.antiphon.spec.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables of this package from the test resources. */
final class Tsv {
  private Tsv() {}

  /** Reads the lines of a table, split into columns. The first line is the header. */
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
