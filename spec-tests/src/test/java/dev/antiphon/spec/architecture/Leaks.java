package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import dev.antiphon.spec.architecture.Violations.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Internal types that public types name: in supertypes and type parameters, and in the fields,
 * parameters, results and thrown types of their public and protected members, with all type
 * arguments. Record components are seen as their accessors. What a public type inherits from one
 * that is not public is its own. What a sealed type permits lies in its own package, so that it is
 * looked at by itself.
 */
final class Leaks {
  private final Violations found = new Violations(Kind.LEAK);

  private Leaks() {}

  static Violations of(Collection<JavaClass> classes) {
    Leaks leaks = new Leaks();
    classes.stream()
        .filter(MainCode::isVisible)
        .filter(type -> !MainCode.isInternal(type.getPackageName()))
        .forEach(type -> leaks.look(type, type, new HashSet<>()));
    return leaks.found;
  }

  /** Looks at what {@code type} shows of itself, or of a hidden type that it inherits from. */
  private void look(JavaClass type, JavaClass declaring, Set<JavaClass> seen) {
    if (!seen.add(declaring)) {
      return;
    }
    supertypes(declaring).forEach(named -> report(type, "supertype", Stream.of(named)));
    report(type, "type parameter", bounds(declaring.getTypeParameters()));
    declaring.getFields().stream()
        .filter(Visibility::of)
        .forEach(field -> report(type, "field " + field.getName(), types(field)));
    declaring.getCodeUnits().stream()
        .filter(Visibility::of)
        .forEach(unit -> report(type, nameOf(unit), types(unit)));
    supertypes(declaring)
        .map(JavaType::toErasure)
        .filter(inherited -> !MainCode.isVisible(inherited))
        .filter(inherited -> !MainCode.isInternal(inherited.getPackageName()))
        .forEach(inherited -> look(type, inherited, seen));
  }

  private void report(JavaClass type, String place, Stream<? extends JavaType> named) {
    named
        .flatMap(one -> one.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(raw -> MainCode.isInternal(raw.getPackageName()) && isOurs(raw))
        .distinct()
        .forEach(raw -> found.add(type.getName() + " -> " + raw.getName(), place));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("dev.antiphon");
  }

  private static Stream<JavaType> supertypes(JavaClass type) {
    return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
  }

  private static Stream<JavaType> types(JavaField field) {
    return Stream.of(field.getType());
  }

  private static Stream<JavaType> types(JavaCodeUnit unit) {
    return Stream.of(
            unit.getParameterTypes().stream(),
            Stream.of(unit.getReturnType()),
            bounds(unit.getTypeParameters()),
            unit.getThrowsClause().getTypes().stream())
        .flatMap(types -> types);
  }

  private static Stream<JavaType> bounds(List<? extends JavaTypeVariable<?>> parameters) {
    return parameters.stream().flatMap(parameter -> parameter.getUpperBounds().stream());
  }

  private static String nameOf(JavaCodeUnit unit) {
    return unit.isConstructor() ? "constructor" : "method " + unit.getName();
  }
}
