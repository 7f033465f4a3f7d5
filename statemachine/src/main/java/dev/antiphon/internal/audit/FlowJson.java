package dev.antiphon.internal.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.internal.flow.ArmedTimers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts the values of the flow to JSON and back. Records are written with their components,
 * enums with their constants, under the names of {@link FlowNames}. Where several types are
 * possible, the JSON object contains the name of its type in {@code type}.
 *
 * <p>Invariant: texts are never written, because a text of a peer or an exception can contain
 * secrets. Only numbers, flags, snowflake ids and names of the format are written. After reading,
 * texts are empty. This does not change the decisions, because no decision of the flow depends on a
 * text.
 */
public final class FlowJson {
  private static final String TYPE = "type";
  private static final JsonFactory JSON = new JsonFactory();

  /** A component of a record and its name in the JSON. */
  private record Part(String name, RecordComponent component) {}

  /** The components of a record type, cached. */
  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          List<Part> parts = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            parts.add(new Part(FlowNames.of(component), component));
          }
          return List.copyOf(parts);
        }
      };

  private FlowJson() {}

  /** Writes a value of the flow. Records are written with their type. */
  public static void write(JsonGenerator json, Object value) throws IOException {
    writeValue(json, value, true);
  }

  /** Returns a value of the flow as JSON text. */
  public static String text(Object value) {
    StringWriter text = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a StringWriter failed", e);
    }
    return text.toString();
  }

  /** The values of a record's components, in order. */
  static List<Object> parts(Record value) {
    List<Object> parts = new ArrayList<>();
    for (Part part : PARTS.get(value.getClass())) {
      parts.add(part(part.component(), value));
    }
    return parts;
  }

  /**
   * Reads a value that {@link #write} has written.
   *
   * @param type the record type, or its sealed supertype
   * @throws UnreadableException if the JSON is not a value of the type; the message contains the
   *     expected content
   * @throws UnknownNameException if the JSON contains a name that this version does not have
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    return type.cast(readValue(json, type, FlowNames.key(type)));
  }

  private static void writeRecord(JsonGenerator json, Record value, boolean named)
      throws IOException {
    json.writeStartObject();
    if (named) {
      json.writeStringField(TYPE, FlowNames.of(value.getClass()));
    }
    for (Part part : PARTS.get(value.getClass())) {
      RecordComponent component = part.component();
      if (component.getType() != String.class) {
        Object content = part(component, value);
        if (!isEmpty(content)) {
          json.writeFieldName(part.name());
          writeValue(json, content, isOpen(component));
        }
      }
    }
    json.writeEndObject();
  }

  /** Whether the component can hold records of several types. */
  private static boolean isOpen(RecordComponent component) {
    Type type = component.getGenericType();
    while (type instanceof ParameterizedType generic) {
      type = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
    }
    return ((Class<?>) type).isInterface();
  }

  private static boolean isEmpty(Object part) {
    return (part instanceof Optional<?> optional && optional.isEmpty())
        || (part instanceof OptionalLong number && number.isEmpty());
  }

  private static void writeValue(JsonGenerator json, Object value, boolean named)
      throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long number) {
      json.writeString(Long.toString(number));
    } else if (value instanceof Enum<?> constant) {
      json.writeString(
          (named ? FlowNames.of(constant.getDeclaringClass()) + "." : "") + FlowNames.of(constant));
    } else if (value instanceof Duration duration) {
      json.writeString(duration.toString());
    } else if (value instanceof Optional<?> optional) {
      writeValue(json, optional.orElseThrow(), named);
    } else if (value instanceof OptionalLong number) {
      json.writeString(Long.toUnsignedString(number.getAsLong()));
    } else if (value instanceof Set<?> set) {
      writeValue(json, set.stream().sorted().toList(), named);
    } else if (value instanceof Collection<?> many) {
      json.writeStartArray();
      for (Object one : many) {
        writeValue(json, one, named);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(FlowNames.of((Enum<?>) entry.getKey()));
        writeValue(json, entry.getValue(), named);
      }
      json.writeEndObject();
    } else if (value instanceof ArmedTimers timers) {
      writeTimers(json, timers);
    } else if (value instanceof Record record) {
      writeRecord(json, record, named);
    } else {
      throw new IllegalStateException("unsupported type: " + value.getClass().getName());
    }
  }

  private static void writeTimers(JsonGenerator json, ArmedTimers timers) throws IOException {
    json.writeStartObject();
    json.writeNumberField("last", timers.last());
    for (FlowTimer timer : timers.armed()) {
      json.writeNumberField(FlowNames.of(timer), timers.generation(timer));
    }
    json.writeEndObject();
  }

  private static Object part(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the accessor of a record failed", e);
    }
  }

  private static Object readValue(JsonNode json, Type type, String place) {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(json, generic, place);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == OptionalLong.class) {
      return json == null ? OptionalLong.empty() : OptionalLong.of(unsigned(json, place));
    }
    if (plain == String.class) {
      return "";
    }
    if (json == null) {
      throw new UnreadableException("missing: " + place);
    }
    if (plain == int.class || plain == Integer.class) {
      return requireInt(json, place);
    }
    if (plain == long.class) {
      return signed(json, place);
    }
    if (plain == double.class) {
      // Infinity and NaN are written as strings, because JSON has no numbers for them.
      return json.isTextual() ? parseDouble(json.textValue(), place) : json.doubleValue();
    }
    if (plain == boolean.class) {
      return require(json, json.isBoolean(), "true or false", place).booleanValue();
    }
    if (plain == Duration.class) {
      return duration(json, place);
    }
    if (plain == ArmedTimers.class) {
      return timers(json, place);
    }
    if (plain.isEnum()) {
      return constant(json, plain, place);
    }
    return plain.isRecord() ? readRecord(json, plain, place) : readOpen(json, plain, place);
  }

  private static Object readGeneric(JsonNode json, ParameterizedType type, String place) {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return json == null ? Optional.empty() : Optional.of(readValue(json, of[0], place));
    }
    if (json == null) {
      throw new UnreadableException("missing: " + place);
    }
    if (type.getRawType() == Map.class) {
      require(json, json.isObject(), "an object", place);
      Map<Object, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        Object key = constant(entry.getKey(), (Class<?>) of[0], place);
        map.put(key, readValue(entry.getValue(), of[1], place + "." + entry.getKey()));
      }
      return map;
    }
    require(json, json.isArray(), "an array", place);
    List<Object> many = new ArrayList<>();
    for (Iterator<JsonNode> each = json.elements(); each.hasNext(); ) {
      many.add(readValue(each.next(), of[0], place));
    }
    return type.getRawType() == List.class ? many : new LinkedHashSet<>(many);
  }

  private static Object readRecord(JsonNode json, Class<?> type, String place) {
    require(json, json.isObject(), "an object", place);
    List<Part> components = PARTS.get(type);
    Class<?>[] types = new Class<?>[components.size()];
    Object[] parts = new Object[components.size()];
    Set<String> unknown = new LinkedHashSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.remove(TYPE);
    for (int i = 0; i < types.length; i++) {
      Part part = components.get(i);
      unknown.remove(part.name());
      types[i] = part.component().getType();
      Type generic = part.component().getGenericType();
      parts[i] = readValue(json.get(part.name()), generic, place + "." + part.name());
    }
    for (String name : unknown) {
      throw new UnknownNameException(place, "part", name);
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      throw new UnreadableException(
          place + ": " + String.valueOf(e.getTargetException().getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of a record cannot be called", e);
    }
  }

  /** Reads a value of a sealed type. Records and enum constants contain the name of their type. */
  private static Object readOpen(JsonNode json, Class<?> type, String place) {
    String name = json.isTextual() ? json.textValue() : json.path(TYPE).asText();
    String typeName = json.isTextual() ? name.substring(0, Math.max(0, name.indexOf('.'))) : name;
    Class<?> found = permitted(type, typeName);
    if (found == null && typeName.isEmpty()) {
      throw new UnreadableException(place + ": expected a " + FlowNames.key(type));
    }
    if (found == null) {
      throw new UnknownNameException(place, FlowNames.key(type), typeName);
    }
    return found.isEnum()
        ? constant(name.substring(typeName.length() + 1), found, place)
        : readRecord(json, found, place);
  }

  private static @Nullable Class<?> permitted(Class<?> type, String name) {
    if (!type.isSealed()) {
      return FlowNames.of(type).equals(name) ? type : null;
    }
    for (Class<?> one : type.getPermittedSubclasses()) {
      Class<?> found = permitted(one, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Object constant(JsonNode json, Class<?> type, String place) {
    return constant(require(json, json.isTextual(), "a name", place).textValue(), type, place);
  }

  private static Object constant(String name, Class<?> type, String place) {
    return FlowNames.constant(type, name)
        .orElseThrow(() -> new UnknownNameException(place, FlowNames.key(type), name));
  }

  private static ArmedTimers timers(JsonNode json, String place) {
    require(json, json.isObject(), "an object", place);
    Map<FlowTimer, Integer> running = new EnumMap<>(FlowTimer.class);
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getKey().equals("last")) {
        FlowTimer timer = (FlowTimer) constant(entry.getKey(), FlowTimer.class, place);
        running.put(timer, requireInt(entry.getValue(), place));
      }
    }
    return ArmedTimers.of(running, requireInt(json.path("last"), place + ".last"));
  }

  private static int requireInt(JsonNode json, String place) {
    return require(json, json.isInt(), "a whole number", place).intValue();
  }

  private static Duration duration(JsonNode json, String place) {
    try {
      return Duration.parse(require(json, json.isTextual(), "a duration", place).textValue());
    } catch (DateTimeException e) {
      throw new UnreadableException(place + ": expected a duration as in ISO 8601, such as PT1.5S");
    }
  }

  private static long signed(JsonNode json, String place) {
    try {
      return Long.parseLong(require(json, json.isTextual(), "a number as text", place).textValue());
    } catch (NumberFormatException e) {
      throw new UnreadableException(place + ": expected a number of 64 bits as text");
    }
  }

  private static long unsigned(JsonNode json, String place) {
    try {
      return Long.parseUnsignedLong(
          require(json, json.isTextual(), "a snowflake as text", place).textValue());
    } catch (NumberFormatException e) {
      throw new UnreadableException(place + ": expected a snowflake as text");
    }
  }

  private static double parseDouble(String text, String place) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UnreadableException(place + ": expected a number");
    }
  }

  private static JsonNode require(JsonNode json, boolean right, String expected, String place) {
    if (!right) {
      throw new UnreadableException(
          place + ": expected " + expected + ", found a " + json.getNodeType());
    }
    return json;
  }
}
