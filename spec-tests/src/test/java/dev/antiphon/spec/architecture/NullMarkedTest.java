package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** NullAway checks only packages with {@code @NullMarked}, so every package needs it. */
class NullMarkedTest {
  private static final Pattern MARKED =
      Pattern.compile("^@NullMarked\\s+package ", Pattern.MULTILINE);

  @Test
  void everyPackageOfMainCodeIsNullMarked() {
    List<SourceFile> sources = MainCode.sources();
    assertThat(sources).isNotEmpty();
    assertThat(unmarked(sources)).as("packages without @NullMarked in package-info").isEmpty();
  }

  @Test
  void packageWithoutNullMarkedIsReported() {
    assertThat(
            unmarked(
                List.of(
                    source(
                        "a.good",
                        "package-info",
                        "/** Documented. */\n@NullMarked\npackage a.good;"),
                    source("a.good", "First", "package a.good;"),
                    source(
                        "a.commented", "package-info", "/** @NullMarked */\npackage a.commented;"),
                    source("a.none", "Second", "@NullMarked\npackage a.none;"))))
        .containsExactly("a.commented", "a.none");
  }

  private static Set<String> unmarked(Collection<SourceFile> sources) {
    Set<String> packages =
        sources.stream()
            .map(SourceFile::packageName)
            .collect(Collectors.toCollection(TreeSet::new));
    sources.stream()
        .filter(source -> source.isPackageInfo() && MARKED.matcher(source.text()).find())
        .forEach(source -> packages.remove(source.packageName()));
    return packages;
  }

  private static SourceFile source(String packageName, String name, String text) {
    return new SourceFile("m", packageName, name, text);
  }
}
