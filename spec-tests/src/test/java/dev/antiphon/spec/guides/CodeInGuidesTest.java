package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Checks that all Java code in pages comes from compiled sources. */
class CodeInGuidesTest {
  private static final String CODE = "code ";

  @Test
  void codeOnPagesMatchesTheCompiledCode() throws IOException {
    Map<String, String> pieces = CodeInGuides.all();
    Set<String> shown = new TreeSet<>();
    for (String page : Documents.all().keySet()) {
      GeneratedParts parts = GeneratedParts.of(page);
      for (GeneratedParts.Part part : parts.all()) {
        if (part.name().startsWith(CODE)) {
          String name = part.name().substring(CODE.length());
          assertThat(pieces).as("code shown in %s", page).containsKey(name);
          parts.hold(part.name(), "```java\n" + pieces.get(name) + "\n```");
          shown.add(name);
        }
      }
    }
    assertThat(shown).as("pieces of code that are used in pages").isEqualTo(pieces.keySet());
  }

  @Test
  void everyJavaBlockOfAPageIsGenerated() throws IOException {
    for (Map.Entry<String, MarkdownPage> page : Documents.all().entrySet()) {
      if (!page.getKey().startsWith("docs/") && !page.getKey().equals("README.md")) {
        continue; // the tests of each module check the README of that module
      }
      List<GeneratedParts.Part> parts = GeneratedParts.of(page.getKey()).all();
      assertThat(page.getValue().fences())
          .filteredOn(fence -> fence.language().equals("java"))
          .allSatisfy(
              fence ->
                  assertThat(parts)
                      .as(
                          "generated parts of %s, one of them with\n%s",
                          page.getKey(), fence.text())
                      .anyMatch(part -> part.text().contains(fence.text().strip())));
    }
  }
}
