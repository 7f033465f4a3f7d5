package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.junit.Diagrams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documents of the session match the table in the code. */
class DaveTableDocumentTest {
  private static final Path DOCS = Path.of(System.getProperty("antiphon.root"), "docs", "dave");

  @Test
  void pageMatchesTheEncryptionTransitionTable() throws IOException {
    Path file = DOCS.resolve("table.md");
    String expected = DaveTableDocument.markdown();
    if (Boolean.getBoolean("antiphon.update")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("docs/dave/table.md; update it with -Dantiphon.update=true")
        .isEqualTo(expected);
  }

  @Test
  void diagramMatchesTheEncryptionTransitionTable() {
    Diagrams.assertUpToDate(DOCS.resolve("session.svg"), DaveDrawing.diagram());
  }
}
