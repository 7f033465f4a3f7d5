package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.antiphon.spec.architecture.Violations.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What packages and the names in them have to keep to. */
final class Packages {
  /** What every internal package says of itself. */
  static final String PROMISE =
      "This package is internal: it is outside the promise of compatibility and may change in any"
          + " release.";

  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  private Packages() {}

  /** Packages that more than one module has sources for: two jars would have them. */
  static Violations inSeveralModules(Collection<SourceFile> sources) {
    Map<String, Set<String>> modules = new TreeMap<>();
    sources.forEach(
        source ->
            modules
                .computeIfAbsent(source.packageName(), name -> new TreeSet<>())
                .add(source.module()));
    return repeated(Kind.PACKAGE, modules);
  }

  /** Simple names that top-level classes of different packages share. */
  static Violations sharedNames(Collection<JavaClass> classes) {
    Map<String, Set<String>> packages = new TreeMap<>();
    classes.stream()
        .filter(type -> type.isTopLevelClass() && !MainCode.isPackageInfo(type))
        .forEach(
            type ->
                packages
                    .computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                    .add(type.getPackageName()));
    return repeated(Kind.NAME, packages);
  }

  /**
   * Packages with sources but without a {@code package-info.java} that says something, and internal
   * ones that do not say that they are.
   */
  static Violations undocumented(Collection<SourceFile> sources) {
    Map<String, String> says = new TreeMap<>();
    sources.forEach(source -> says.putIfAbsent(source.packageName(), ""));
    sources.stream()
        .filter(SourceFile::isPackageInfo)
        .forEach(source -> says.put(source.packageName(), comment(source.text())));
    Violations found = new Violations(Kind.DOCUMENTATION);
    says.forEach(
        (name, comment) -> {
          if (comment.isEmpty()) {
            found.add(name, "expected a package-info.java with Javadoc");
          } else if (MainCode.isInternal(name) != comment.contains(PROMISE)) {
            found.add(
                name,
                MainCode.isInternal(name)
                    ? "expected in its package-info.java: " + PROMISE
                    : "says that it is internal, and is not");
          }
        });
    return found;
  }

  private static Violations repeated(Kind kind, Map<String, Set<String>> places) {
    Violations found = new Violations(kind);
    places.forEach(
        (name, in) -> {
          if (in.size() > 1) {
            found.add(name, "in " + String.join(", ", in));
          }
        });
    return found;
  }

  /** The Javadoc as one line. */
  private static String comment(String source) {
    Matcher comment = COMMENT.matcher(source);
    return comment.find()
        ? comment.group(1).replaceAll("(?m)^\\s*\\*", "").replaceAll("\\s+", " ").strip()
        : "";
  }
}
