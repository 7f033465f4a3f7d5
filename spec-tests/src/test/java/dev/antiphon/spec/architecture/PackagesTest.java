package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.antiphon.spec.architecture.sample.Ring;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each package is in one jar and documented. Each class name is unique. The checks cover all code.
 */
class PackagesTest {

  @Test
  void noPackageIsInTwoJars() {
    Packages.inSeveralModules(MainCode.sources()).assertNone();
  }

  @Test
  void packageInTwoModulesIsReported() {
    assertThat(
            Packages.inSeveralModules(
                    List.of(
                        source("one", "a.b", "First", ""),
                        source("one", "a.b", "Second", ""),
                        source("one", "a.c", "Third", ""),
                        source("two", "a.b", "Fourth", "")))
                .text())
        .isEqualTo("package in several modules: a.b\n  in one, two\n");
  }

  @Test
  void noTwoClassesShareASimpleName() {
    Packages.sharedNames(MainCode.classes()).assertNone();
  }

  @Test
  void sharedSimpleNameIsReported() {
    assertThat(
            Packages.sharedNames(
                    new ClassFileImporter().importPackagesOf(Ring.class).stream().toList())
                .names())
        .containsExactly("name twice: Ring");
  }

  @Test
  void everyPackageHasJavadocAndInternalPackagesAreMarkedAsInternal() {
    Packages.undocumented(MainCode.sources()).assertNone();
  }

  @Test
  void missingOrWrongPackageJavadocIsReported() {
    String promise = Packages.PROMISE.replace("Any release", "Any\n * release");
    assertThat(
            Packages.undocumented(
                    List.of(
                        source(
                            "m", "a.good", "package-info", "/** Documented. */\npackage a.good;"),
                        source("m", "a.internal", "package-info", "/**\n * " + promise + "\n */"),
                        source("m", "a.internal.b", "package-info", "/** Without the sentence. */"),
                        source("m", "a.public", "package-info", "/** " + promise + " */"),
                        source("m", "a.silent", "package-info", "package a.silent;"),
                        source("m", "a.none", "First", "/** Of a class. */")))
                .names())
        .containsExactly(
            "documentation: a.internal.b",
            "documentation: a.none",
            "documentation: a.public",
            "documentation: a.silent");
  }

  @Test
  void checkedClassesIncludeAllClassesOfTheMainCode() {
    Set<String> read =
        MainCode.sources().stream()
            .filter(source -> !source.isPackageInfo())
            .map(SourceFile::className)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> imported =
        MainCode.classes().stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(imported).isEqualTo(read);
  }

  private static SourceFile source(String module, String packageName, String name, String text) {
    return new SourceFile(module, packageName, name, text);
  }
}
