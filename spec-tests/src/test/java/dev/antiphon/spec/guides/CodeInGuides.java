package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the code for the pages. It is in the sources of this package, between {@code // doc:begin
 * NAME} and {@code // doc:end}.
 */
final class CodeInGuides {
  private static final Pattern PIECE =
      Pattern.compile(" *// doc:begin (\\w+)\n(.*?) *// doc:end", Pattern.DOTALL);
  private static final Path SOURCES =
      Documents.ROOT.resolve("spec-tests/src/test/java/dev/antiphon/spec/guides");

  private CodeInGuides() {}

  /** All pieces of code by their names. */
  static Map<String, String> all() throws IOException {
    Map<String, String> pieces = new TreeMap<>();
    for (Path source : Documents.files(SOURCES, ".java")) {
      for (MatchResult piece : PIECE.matcher(Files.readString(source)).results().toList()) {
        String before = pieces.put(piece.group(1), piece.group(2).stripTrailing().stripIndent());
        assertThat(before).as("a second piece of code with the name %s", piece.group(1)).isNull();
      }
    }
    return pieces;
  }
}
