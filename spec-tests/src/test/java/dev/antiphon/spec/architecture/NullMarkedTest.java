package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** NullAway looks only at packages that are marked, so each is marked. */
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
  void aPackageWithoutTheMarkIsFound() {
    assertThat(
            unmarked(
                List.of(
                    source("a.good", "package-info", "/** Said. */\n@NullMarked\npackage a.good;"),
                    source("a.good", "First", "package a.good;"),
                    source("a.told", "package-info", "/** @NullMarked */\npackage a.told;"),
                    source("a.none", "Second", "@NullMarked\npackage a.none;"))))
        .containsExactly("a.none", "a.told");
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
