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
 * Finds internal types in the signatures of public types. It checks supertypes and type parameters,
 * and the fields, parameters, results and thrown types of public and protected members, with all
 * type arguments. Record components are checked through their accessors. Members inherited from a
 * non-public type count as members of the public type. Permitted subclasses of a sealed type are in
 * the same package, so they are checked separately.
 */
final class Leaks {
  private final Violations found = new Violations(Kind.LEAK);

  private Leaks() {}

  static Violations of(Collection<JavaClass> classes) {
    Leaks leaks = new Leaks();
    classes.stream()
        .filter(MainCode::isVisible)
        .filter(type -> !MainCode.isInternal(type.getPackageName()))
        .forEach(type -> leaks.check(type, type, new HashSet<>()));
    return leaks.found;
  }

  /** Checks the members of {@code declaring}: {@code type} or a non-public supertype of it. */
  private void check(JavaClass type, JavaClass declaring, Set<JavaClass> seen) {
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
        .forEach(inherited -> check(type, inherited, seen));
  }

  private void report(JavaClass type, String place, Stream<? extends JavaType> named) {
    named
        .flatMap(one -> one.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(raw -> MainCode.isInternal(raw.getPackageName()) && isOfThisProject(raw))
        .distinct()
        .forEach(raw -> found.add(type.getName() + " -> " + raw.getName(), place));
  }

  private static boolean isOfThisProject(JavaClass type) {
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
