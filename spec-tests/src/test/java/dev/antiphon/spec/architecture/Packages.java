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

/** Checks of packages and of class names. */
final class Packages {
  /** The sentence that every internal package has in its Javadoc. */
  static final String PROMISE =
      "This package is internal. Any release can change it without notice.";

  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  private Packages() {}

  /** Finds packages with sources in more than one module: they would be in two jars. */
  static Violations inSeveralModules(Collection<SourceFile> sources) {
    Map<String, Set<String>> modules = new TreeMap<>();
    sources.forEach(
        source ->
            modules
                .computeIfAbsent(source.packageName(), name -> new TreeSet<>())
                .add(source.module()));
    return repeated(Kind.PACKAGE, modules);
  }

  /** Finds simple names of top-level classes that occur in several packages. */
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
   * Finds packages without Javadoc in {@code package-info.java}, and internal packages without
   * {@link #PROMISE}.
   */
  static Violations undocumented(Collection<SourceFile> sources) {
    Map<String, String> javadocs = new TreeMap<>();
    sources.forEach(source -> javadocs.putIfAbsent(source.packageName(), ""));
    sources.stream()
        .filter(SourceFile::isPackageInfo)
        .forEach(source -> javadocs.put(source.packageName(), comment(source.text())));
    Violations found = new Violations(Kind.DOCUMENTATION);
    javadocs.forEach(
        (name, comment) -> {
          if (comment.isEmpty()) {
            found.add(name, "expected a package-info.java with Javadoc");
          } else if (MainCode.isInternal(name) != comment.contains(PROMISE)) {
            found.add(
                name,
                MainCode.isInternal(name)
                    ? "expected in its package-info.java: " + PROMISE
                    : "its Javadoc calls it internal, but its name does not contain 'internal'");
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
