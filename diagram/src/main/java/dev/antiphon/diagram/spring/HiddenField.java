package dev.antiphon.diagram.spring;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;

/**
 * Reads private fields of Spring Statemachine by reflection. Spring Statemachine has had its last
 * release, so its field names do not change any more. A field that cannot be read is missing in the
 * diagram.
 */
final class HiddenField {
  private HiddenField() {}

  /** The value of a field of the object's class or of a superclass. */
  static Optional<Object> read(Object object, String name) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      try {
        return read(object, type.getDeclaredField(name));
      } catch (NoSuchFieldException e) {
        // The superclass can have it.
      }
    }
    return Optional.empty();
  }

  /** The first captured value of a lambda. */
  static Optional<Object> captured(Object lambda) {
    Field[] fields = lambda.getClass().getDeclaredFields();
    return fields.length == 0 ? Optional.empty() : read(lambda, fields[0]);
  }

  private static Optional<Object> read(Object object, Field field) {
    try {
      field.setAccessible(true);
      return Optional.ofNullable(field.get(object));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }
}
