package dev.antiphon.testkit.fault;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the JSON values of a fault script and reports invalid ones. */
final class FaultJson {

  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 16;
  private static final int MAX_FOUND = 60;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxDocumentLength(LONGEST)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FaultJson() {}

  /** Parses the whole text as JSON. */
  static JsonNode parse(String json) {
    if (json.length() > LONGEST) {
      throw new FaultScriptException(
          "", "at most " + LONGEST + " characters", json.length() + " characters");
    }
    try {
      return MAPPER.readTree(json);
    } catch (StreamConstraintsException e) {
      throw tooMuch(e);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  private static FaultScriptException tooMuch(StreamConstraintsException e) {
    FaultScriptException refused =
        new FaultScriptException(
            "", "JSON at most " + DEEPEST + " levels deep, with short names and numbers", "more");
    refused.initCause(e);
    return refused;
  }

  private static FaultScriptException notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    String problem = e.getOriginalMessage().lines().findFirst().orElse("nothing");
    FaultScriptException refused =
        new FaultScriptException(place, "JSON", "a syntax error: " + shortened(problem, 200));
    refused.initCause(e);
    return refused;
  }

  static Duration millis(String place, JsonNode json) {
    return Duration.ofMillis(whole(place, json, 1, (int) FaultAction.MAX_DELAY.toMillis()));
  }

  static int whole(String place, JsonNode json, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    if (!json.isIntegralNumber() || !json.canConvertToInt()) {
      throw unexpected(place, expected, json);
    }
    int number = json.intValue();
    FaultChecks.requireWithin(place, number, least, most);
    return number;
  }

  static String text(String place, JsonNode json) {
    if (!json.isTextual()) {
      throw unexpected(place, "a string", json);
    }
    return json.textValue();
  }

  static <E extends Enum<E>> E choice(String place, JsonNode json, E[] choices) {
    return Arrays.stream(choices)
        .filter(one -> json.isTextual() && json.textValue().equals(FaultChecks.lowerCase(one)))
        .findFirst()
        .orElseThrow(() -> unexpected(place, "one of " + names(choices), json));
  }

  static String names(Enum<?>[] choices) {
    return Arrays.stream(choices).map(FaultChecks::lowerCase).collect(Collectors.joining(", "));
  }

  static JsonNode required(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      throw new FaultScriptException("", "\"" + key + "\"", "no such key");
    }
    return value;
  }

  /** Rejects values that are not objects, and unknown keys. */
  static void allow(JsonNode json, String what, Set<String> known) {
    if (!json.isObject()) {
      throw unexpected("", what, json);
    }
    for (String key : keys(json)) {
      if (!known.contains(key)) {
        throw new FaultScriptException(
            "",
            "only the keys " + known.stream().sorted().collect(Collectors.joining(", ")),
            shortened(JsonNodeFactory.instance.textNode(key).toString(), MAX_FOUND));
      }
    }
  }

  static List<String> keys(JsonNode json) {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    return keys;
  }

  /** Reads an inner part and adds the place of the outer part to errors. */
  static <T> T placed(String outer, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (FaultScriptException e) {
      throw e.within(outer);
    }
  }

  static FaultScriptException unexpected(String place, String expected, JsonNode json) {
    return new FaultScriptException(
        place, expected, json.isMissingNode() ? "nothing" : shortened(json.toString(), MAX_FOUND));
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  /** Returns an unsigned snowflake; empty if there is no value. */
  static OptionalLong snowflake(String place, @Nullable JsonNode json) {
    if (json == null) {
      return OptionalLong.empty();
    }
    if (json.isTextual() || json.isIntegralNumber()) {
      try {
        return OptionalLong.of(Long.parseUnsignedLong(json.asText()));
      } catch (NumberFormatException e) {
        throw unexpected(place, "a snowflake", json);
      }
    }
    throw unexpected(place, "a snowflake", json);
  }
}
