package dev.antiphon.internal.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the flow's types, components and constants in audit files. {@code names.tsv} has one
 * line for each: its key in Java and its name in audit files. So a class or field can be renamed
 * and old files stay readable.
 *
 * <p>Keys have three forms: {@code VoiceEvent.SocketClosed} for a type, {@code
 * VoiceEvent.SocketClosed#code} for a component of a record, {@code WaitReason:JOIN} for a
 * constant.
 */
public final class FlowNames {
  private static final String FILE = "names.tsv";
  private static final Map<String, String> WRITTEN = read();

  private static final ClassValue<String> TYPES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return written(key(type));
        }
      };

  private static final ClassValue<List<String>> CONSTANTS =
      new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .map(constant -> written(key((Enum<?>) constant)))
              .toList();
        }
      };

  private FlowNames() {}

  /** The name of a type in audit files. */
  static String of(Class<?> type) {
    return TYPES.get(type);
  }

  /** The name of a record component in audit files. */
  static String of(RecordComponent part) {
    return written(key(part));
  }

  /** The name of a constant in audit files. */
  public static String of(Enum<?> constant) {
    return CONSTANTS.get(constant.getDeclaringClass()).get(constant.ordinal());
  }

  /** The constant with this name in audit files; empty if there is none. */
  static Optional<Enum<?>> constant(Class<?> type, String written) {
    int ordinal = CONSTANTS.get(type).indexOf(written);
    return ordinal < 0 ? Optional.empty() : Optional.of((Enum<?>) type.getEnumConstants()[ordinal]);
  }

  /** All names in audit files, by their keys. */
  static Map<String, String> all() {
    return WRITTEN;
  }

  /** The key of a type. */
  static String key(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return (outer == null ? "" : key(outer) + ".") + type.getSimpleName();
  }

  /** The key of a record component. */
  static String key(RecordComponent part) {
    return key(part.getDeclaringRecord()) + "#" + part.getName();
  }

  /** The key of a constant. */
  static String key(Enum<?> constant) {
    return key(constant.getDeclaringClass()) + ":" + constant.name();
  }

  private static String written(String key) {
    String name = WRITTEN.get(key);
    if (name == null) {
      throw new IllegalStateException(key + " has no name for audit files: add it to " + FILE);
    }
    return name;
  }

  private static Map<String, String> read() {
    Map<String, String> names = new HashMap<>();
    try (InputStream file = FlowNames.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(
            FILE + " is missing in the package of " + FlowNames.class.getName());
      }
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] columns = line.split("\t", 2);
          names.put(columns[0], columns[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
    return Map.copyOf(names);
  }
}
