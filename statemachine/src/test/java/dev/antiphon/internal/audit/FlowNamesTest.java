package dev.antiphon.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.ArmedTimers;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.VoiceEvent;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Tests the names in audit files. They come from {@code names.tsv} and do not depend on the Java
 * names. Names of version 2 never change; {@code audit-names-2.txt} lists them.
 */
class FlowNamesTest {
  private static final Path MODULE = Path.of(System.getProperty("antiphon.root"), "statemachine");
  private static final Path NAMES =
      MODULE.resolve("src/main/resources/dev/antiphon/internal/audit/names.tsv");
  private static final Path VERSION_2 = MODULE.resolve("src/test/resources/audit-names-2.txt");
  private static final boolean UPDATE = Boolean.getBoolean("antiphon.update");

  /** The keys of everything that is written to audit files, with the simple Java names. */
  private static Map<String, String> written() {
    Map<String, String> keys = new TreeMap<>();
    Set<Type> seen = new HashSet<>();
    for (Class<?> root :
        List.of(
            VoiceEvent.class, FlowState.class, FlowMemory.class, FlowLimits.class, Effect.class)) {
      collect(root, keys, seen);
    }
    return keys;
  }

  private static void collect(Type type, Map<String, String> keys, Set<Type> seen) {
    if (!seen.add(type) || type == ArmedTimers.class) {
      return;
    }
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(part -> collect(part, keys, seen));
    } else if (type instanceof Class<?> plain && plain.getName().startsWith("dev.antiphon.")) {
      collect(plain, keys, seen);
    }
  }

  private static void collect(Class<?> type, Map<String, String> keys, Set<Type> seen) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(one -> collect((Type) one, keys, seen));
    } else if (type.isEnum()) {
      keys.put(FlowNames.key(type), type.getSimpleName());
      for (Object constant : type.getEnumConstants()) {
        keys.put(FlowNames.key((Enum<?>) constant), ((Enum<?>) constant).name());
      }
    } else {
      keys.put(FlowNames.key(type), type.getSimpleName());
      for (RecordComponent part : type.getRecordComponents()) {
        keys.put(FlowNames.key(part), part.getName());
        collect(part.getGenericType(), keys, seen);
      }
    }
  }

  @Test
  void everyTypeAndComponentAndConstantInAuditFilesHasAName() throws IOException {
    Map<String, String> keys = written();
    if (UPDATE) {
      Set<String> lines = new TreeSet<>();
      keys.forEach((key, java) -> lines.add(key + "\t" + FlowNames.all().getOrDefault(key, java)));
      Files.writeString(
          NAMES,
          "# The key of each type, component and constant in Java, and its name in audit files.\n"
              + "# The second column never changes within a version of the format.\n"
              + String.join("\n", lines)
              + "\n");
      return;
    }
    assertThat(FlowNames.all().keySet())
        .as(
            "names.tsv has one line for each type, component and constant in audit files. Add missing"
                + " lines with their names for the files. Update the keys that were renamed in Java")
        .containsExactlyInAnyOrderElementsOf(keys.keySet());
  }

  @Test
  void namesOfAuditFormatVersion2AreUnchanged() throws IOException {
    Set<String> present = new TreeSet<>();
    FlowNames.all().forEach((key, name) -> present.add(place(key) + name));
    if (UPDATE) {
      present.addAll(Files.exists(VERSION_2) ? Files.readAllLines(VERSION_2) : List.of());
      Files.writeString(VERSION_2, String.join("\n", present) + "\n");
      return;
    }
    assertThat(present)
        .as("names of version 2 of the format that are missing or changed")
        .containsAll(Files.readAllLines(VERSION_2));
    assertThat(Files.readAllLines(VERSION_2))
        .as("new names: add them to audit-names-2.txt, or run with -Dantiphon.update=true")
        .containsAll(present);
  }

  /** The name in audit files of the type to which a component or constant belongs. */
  private static String place(String key) {
    int end = Math.max(key.indexOf('#'), key.indexOf(':'));
    return end < 0 ? "type " : FlowNames.all().get(key.substring(0, end)) + key.charAt(end);
  }

  @Test
  void namesAreUniqueWithinAType() {
    Map<String, String> taken = new TreeMap<>();
    FlowNames.all()
        .forEach(
            (key, name) -> {
              int end = Math.max(key.indexOf('#'), key.indexOf(':'));
              String place = end < 0 ? "type " : key.substring(0, end + 1);
              assertThat(taken.put(place + name, key)).as(key + " is written " + name).isNull();
            });
  }
}
