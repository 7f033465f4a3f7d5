package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/specification.md} and its tests consistent. A test that checks a property has
 * the number of the property as its tag. The page lists the classes of these tests.
 */
class SpecificationTest {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path PAGE = ROOT.resolve("docs/specification.md");
  private static final Pattern HEADING = Pattern.compile("### (P\\d+) [^\n]+\n");
  private static final Pattern TAG =
      Pattern.compile("@(?:net\\.jqwik\\.api\\.)?Tag\\(\"(P\\d+)\"\\)");
  private static final String CHECKED = "\nChecked by ";

  @Test
  void everyPropertyHasATestAndEveryTagNamesAProperty() throws IOException {
    TreeMap<String, Set<String>> tests = testsByProperty();
    List<String> properties =
        HEADING.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    assertThat(properties).doesNotHaveDuplicates().isNotEmpty();
    assertThat(tests.keySet()).containsExactlyInAnyOrderElementsOf(properties);
  }

  @Test
  void specificationPageListsTheTestsOfEachProperty() throws IOException {
    String page = Files.readString(PAGE);
    String expected = withTests(page, testsByProperty());
    if (Boolean.getBoolean("antiphon.update")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/specification.md; run with -Dantiphon.update=true to update it")
        .isEqualTo(expected);
  }

  /** The page with the list of test classes at the end of each property. */
  private static String withTests(String page, TreeMap<String, Set<String>> tests) {
    String bare = page.replaceAll("\n" + CHECKED + "[^\n]*\n", "\n");
    StringBuilder written = new StringBuilder();
    int copied = 0;
    for (MatchResult heading : HEADING.matcher(bare).results().toList()) {
      int end = endOfSection(bare, heading.end());
      String names =
          tests.getOrDefault(heading.group(1), Set.of()).stream()
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", "));
      written.append(bare, copied, end).append("\n").append(CHECKED.strip()).append(' ');
      written.append(names).append(".\n");
      copied = end;
    }
    return written.append(bare.substring(copied)).toString();
  }

  private static int endOfSection(String page, int from) {
    int next = page.indexOf("\n\n#", from);
    return next < 0 ? page.length() : next + 1;
  }

  private static TreeMap<String, Set<String>> testsByProperty() throws IOException {
    TreeMap<String, Set<String>> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(SpecificationTest::isTestSource).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        TAG.matcher(Files.readString(file))
            .results()
            .forEach(
                tag -> tests.computeIfAbsent(tag.group(1), first -> new TreeSet<>()).add(name));
      }
    }
    return tests;
  }

  private static boolean isTestSource(Path file) {
    Path relative = ROOT.relativize(file);
    return relative.getNameCount() > 3
        && relative.startsWith(relative.getName(0).resolve("src/test/java"))
        && file.toString().endsWith("Test.java");
  }
}
