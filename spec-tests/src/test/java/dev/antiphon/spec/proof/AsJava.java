package dev.antiphon.spec.proof;

import dev.antiphon.machine.Decision;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes events as a test would, so that what was found can be pasted into one. */
final class AsJava {
  private AsJava() {}

  /** One line for each. */
  static String events(List<Decision> decisions) {
    return decisions.stream()
        .map(decision -> "    .on(" + value(decision.event()) + ")")
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String value(Object value) {
    if (value instanceof Record made) {
      return "new " + name(made.getClass()) + components(made);
    }
    if (value instanceof Enum<?> constant) {
      return name(constant.getDeclaringClass()) + "." + constant.name();
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(inner -> "Optional.of(" + value(inner) + ")").orElse("Optional.empty()");
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent()
          ? "OptionalLong.of(" + value(optional.getAsLong()) + ")"
          : "OptionalLong.empty()";
    }
    if (value instanceof Collection<?> many) {
      return many.stream().map(AsJava::value).collect(Collectors.joining(", ", "Set.of(", ")"));
    }
    if (value instanceof Duration duration) {
      return "Duration.ofNanos(" + duration.toNanos() + ")";
    }
    if (value instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    return value instanceof Long number ? number + "L" : String.valueOf(value);
  }

  private static String components(Record made) {
    return Arrays.stream(made.getClass().getRecordComponents())
        .map(component -> value(read(component, made)))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Object read(RecordComponent component, Record made) {
    try {
      return component.getAccessor().invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component + " can be read", e);
    }
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }
}
