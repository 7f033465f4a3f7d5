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
 * The parts of a page that a test writes: what stands between {@code <!-- generated: NAME -->} and
 * {@code <!-- end: NAME -->}.
 *
 * <p>Invariant of every page: a part that begins also ends, and no two have the same name.
 */
public final class GeneratedParts {
  private static final Pattern PART =
      Pattern.compile("<!-- generated: ([^>]+) -->\n(.*?)\n?<!-- end: \\1 -->", Pattern.DOTALL);

  private final Path page;

  private GeneratedParts(Path page) {
    this.page = page;
  }

  /** One part: what it is called and what it says. */
  record Part(String name, String text) {}

  /** The parts of a page of the repository, such as {@code docs/close-codes.md}. */
  public static GeneratedParts of(String page) {
    return new GeneratedParts(Documents.ROOT.resolve(page));
  }

  /**
   * Compares the part with what it should say, or, when asked by {@code -Dantiphon.update=true},
   * writes it.
   */
  public void hold(String name, String expected) throws IOException {
    if (Boolean.getBoolean("antiphon.update")) {
      DiagramFile.part(page, name, expected.strip() + "\n").write();
    }
    assertThat(part(name).text())
        .as("%s, part \"%s\"; -Dantiphon.update=true writes it anew", page, name)
        .isEqualTo(expected.strip());
  }

  /** Every part, in the order in which they stand there. */
  List<Part> all() throws IOException {
    List<Part> parts = new ArrayList<>();
    for (MatchResult found : PART.matcher(Files.readString(page)).results().toList()) {
      parts.add(new Part(found.group(1), found.group(2)));
    }
    assertThat(parts)
        .as("names of the parts of %s", page)
        .extracting(Part::name)
        .doesNotHaveDuplicates();
    return parts;
  }

  private Part part(String name) throws IOException {
    List<Part> named = all().stream().filter(part -> part.name().equals(name)).toList();
    assertThat(named).as("parts of %s called \"%s\"", page, name).hasSize(1);
    return named.get(0);
  }
}
