package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.file.DiagramFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The generated parts of a page. A part is the text between {@code <!-- generated: NAME -->} and
 * {@code <!-- end: NAME -->}.
 *
 * <p>Invariant: no two parts of a page have the same name.
 */
public final class GeneratedParts {
  private static final Pattern PART =
      Pattern.compile("<!-- generated: ([^>]+) -->\n(.*?)\n?<!-- end: \\1 -->", Pattern.DOTALL);

  private final Path page;

  private GeneratedParts(Path page) {
    this.page = page;
  }

  /** One part: its name and its text. */
  record Part(String name, String text) {}

  /** The parts of a page, such as {@code docs/close-codes.md}. */
  public static GeneratedParts of(String page) {
    return new GeneratedParts(Documents.ROOT.resolve(page));
  }

  /**
   * Compares the part with the expected text. With {@code -Dantiphon.update=true} it first writes
   * the expected text to the page.
   */
  public void hold(String name, String expected) throws IOException {
    if (Boolean.getBoolean("antiphon.update")) {
      DiagramFile.part(page, name, expected.strip() + "\n").write();
    }
    assertThat(part(name).text())
        .as("%s, part \"%s\"; run with -Dantiphon.update=true to update it", page, name)
        .isEqualTo(expected.strip());
  }

  /** All parts, in the order of the page. */
  List<Part> all() throws IOException {
    List<Part> parts = new ArrayList<>();
    for (MatchResult found : PART.matcher(Files.readString(page)).results().toList()) {
      parts.add(new Part(found.group(1), found.group(2)));
    }
    assertThat(parts)
        .as("names of the generated parts of %s", page)
        .extracting(Part::name)
        .doesNotHaveDuplicates();
    return parts;
  }

  private Part part(String name) throws IOException {
    List<Part> named = all().stream().filter(part -> part.name().equals(name)).toList();
    assertThat(named).as("generated parts of %s with the name \"%s\"", page, name).hasSize(1);
    return named.get(0);
  }
}
