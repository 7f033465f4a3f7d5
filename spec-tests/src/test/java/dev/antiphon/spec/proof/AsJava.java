package dev.antiphon.spec.proof;

import dev.antiphon.internal.flow.FlowDecision;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes events as Java code, so that a failure can be pasted into a test. */
final class AsJava {
  private AsJava() {}

  /** One line per event. */
  static String events(List<FlowDecision> decisions) {
    return decisions.stream()
        .map(decision -> "    .on(" + value(decision.event()) + ")")
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String value(Object value) {
    if (value instanceof Record created) {
      return "new " + name(created.getClass()) + components(created);
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

  private static String components(Record created) {
    return Arrays.stream(created.getClass().getRecordComponents())
        .map(component -> value(read(component, created)))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Object read(RecordComponent component, Record created) {
    try {
      return component.getAccessor().invoke(created);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("cannot read " + component, e);
    }
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }
}
