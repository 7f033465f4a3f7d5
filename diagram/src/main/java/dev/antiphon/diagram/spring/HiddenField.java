package dev.antiphon.diagram.spring;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;

/**
 * What Spring Statemachine knows and does not tell. Its last release is out, so that its fields
 * have the names they have; one that cannot be read is left out of the picture.
 */
final class HiddenField {
  private HiddenField() {}

  /** The value of the field, of the object's class or one above it. */
  static Optional<Object> read(Object object, String name) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      try {
        return read(object, type.getDeclaredField(name));
      } catch (NoSuchFieldException e) {
        // The class above may have it.
      }
    }
    return Optional.empty();
  }

  /** What a lambda has captured first. */
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
