package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The main code of all modules. The classes come from the class path of this module. The sources
 * come from the modules in the parent pom. Every module with main code is a dependency of this
 * module, so both are the same code; a test checks this.
 */
final class MainCode {
  static final Path ROOT = Path.of(System.getProperty("antiphon.root"));

  private static final String PROJECT = "dev.antiphon";
  private static final String SOURCES = "src/main/java";
  private static final Pattern MODULE = Pattern.compile("<module>([\\w/-]+)</module>");
  private static final Pattern GENERATED = Pattern.compile(".*\\.jmh_generated(\\..*)?");
  private static final Pattern INTERNAL = Pattern.compile("(.*\\.)?internal(\\..*)?");
  private static final String PACKAGE_INFO = "package-info";

  private MainCode() {}

  /** All classes, including nested classes, without generated classes. */
  static List<JavaClass> classes() {
    return Holder.CLASSES;
  }

  /** All sources, including {@code package-info.java}. */
  static List<SourceFile> sources() {
    return modules().stream().flatMap(MainCode::sources).toList();
  }

  /** The modules in the parent pom, including those of its profiles. */
  static List<String> modules() {
    try {
      return MODULE
          .matcher(Files.readString(ROOT.resolve("pom.xml")))
          .results()
          .map(found -> found.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the package is internal, so without a promise of compatibility. */
  static boolean isInternal(String packageName) {
    return INTERNAL.matcher(packageName).matches();
  }

  /** Whether the class is a compiled {@code package-info.java}. */
  static boolean isPackageInfo(JavaClass type) {
    return type.getSimpleName().equals(PACKAGE_INFO);
  }

  /** Whether other modules can access the type. */
  static boolean isVisible(JavaClass type) {
    return Visibility.of(type)
        && type.getEnclosingClass().map(outer -> isVisible(outer)).orElse(true);
  }

  private static Stream<SourceFile> sources(String module) {
    Path folder = ROOT.resolve(module).resolve(SOURCES);
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(file -> SourceFile.read(module, folder, file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    private static final ImportOption NO_TEST_JAR =
        (Location location) -> !location.contains("-tests.jar");

    static final List<JavaClass> CLASSES =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(NO_TEST_JAR)
                .importPackages(PROJECT)
                .stream()
                .filter(type -> !isPackageInfo(type))
                .filter(type -> !GENERATED.matcher(type.getPackageName()).matches())
                .collect(Collectors.toUnmodifiableList());
  }
}
