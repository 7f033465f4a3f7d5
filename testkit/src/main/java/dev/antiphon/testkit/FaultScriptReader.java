package dev.antiphon.testkit;

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
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.FaultAction.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads fault scripts from JSON. What a value may be is decided by the records that hold it; here
 * are only the types, and the places.
 */
final class FaultScriptReader {

  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 16;
  private static final int FOUND_AT_MOST = 60;
  private static final int FORBIDDEN = 403;
  private static final String ANY = "any";

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

  private FaultScriptReader() {}

  static FaultScript read(String json) {
    if (json.length() > LONGEST) {
      throw new FaultScriptException(
          "", "at most " + LONGEST + " characters", json.length() + " characters");
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (StreamConstraintsException e) {
      throw tooMuch(e);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
    if (!root.isArray()) {
      throw unexpected("", "an array of rules", root);
    }
    List<FaultRule> rules = new ArrayList<>();
    for (int i = 0; i < root.size() && i <= FaultScript.MAX_RULES; i++) {
      JsonNode rule = root.get(i);
      rules.add(placed("/" + i, () -> rule(rule)));
    }
    return new FaultScript(rules);
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
        new FaultScriptException(place, "JSON", "a mistake: " + shortened(problem, 200));
    refused.initCause(e);
    return refused;
  }

  private static FaultRule rule(JsonNode json) {
    allow(json, "a rule", Set.of("when", "do", "times", "after", "per"));
    JsonNode when = required(json, "when");
    JsonNode action = required(json, "do");
    FaultTrigger trigger = placed("/when", () -> trigger(when));
    return new FaultRule(
        trigger,
        snowflake("/when/guild", when.get("guild")),
        snowflake("/when/user", when.get("user")),
        placed("/do", () -> action(action)),
        json.has("after") ? whole("/after", json.get("after")) : 0,
        json.has("times") ? times(json.get("times")) : 1,
        json.has("per")
            ? choice("/per", json.get("per"), FaultRule.Per.values())
            : FaultRule.Per.SERVER);
  }

  private static int times(JsonNode json) {
    if (json.isTextual() && json.textValue().equals("always")) {
      return FaultRule.ALWAYS;
    }
    if (!json.canConvertToInt() || !json.isIntegralNumber()) {
      throw unexpected("/times", "a whole number or \"always\"", json);
    }
    return json.intValue();
  }

  private static FaultTrigger trigger(JsonNode json) {
    String moments = "connected, received, sending, sent, frame, discovery";
    allow(
        json,
        "an object with one of " + moments,
        Set.of("connected", "received", "sending", "sent", "frame", "discovery", "guild", "user"));
    List<String> keys = keys(json);
    keys.removeAll(List.of("guild", "user"));
    if (keys.size() != 1) {
      throw unexpected("", "exactly one of " + moments, json);
    }
    String key = keys.get(0);
    JsonNode value = json.get(key);
    return switch (key) {
      case "received" -> new FaultTrigger.Received(opcode("/received", value));
      case "sending" -> new FaultTrigger.Sending(opcode("/sending", value));
      case "sent" -> new FaultTrigger.Sent(opcode("/sent", value));
      case "frame" -> new FaultTrigger.Frame(whole("/frame", value, 1, FaultTrigger.MAX_FRAME));
      case "connected" -> yes("/connected", value, new FaultTrigger.Connected());
      default -> yes("/discovery", value, new FaultTrigger.Discovery());
    };
  }

  private static FaultTrigger yes(String place, JsonNode json, FaultTrigger trigger) {
    if (!json.isBoolean() || !json.booleanValue()) {
      throw unexpected(place, "true", json);
    }
    return trigger;
  }

  private static Optional<Opcode> opcode(String place, JsonNode json) {
    return json.isTextual() && json.textValue().equals(ANY)
        ? Optional.empty()
        : Optional.of(choice(place, json, Opcode.values()));
  }

  private static FaultAction action(JsonNode json) {
    String kinds = names(Kind.values());
    if (json.isTextual()) {
      return word(json);
    }
    allow(
        json,
        "one of " + kinds,
        Set.of(
            "close",
            "reason",
            "die",
            "sessions",
            "delay",
            "repeat",
            "reorder",
            "corrupt",
            "refuse",
            "discovery"));
    List<String> keys = keys(json);
    keys.removeAll(List.of("reason", "sessions"));
    if (keys.size() != 1) {
      throw unexpected(
          "",
          "exactly one of close, die, delay, repeat, reorder, corrupt, refuse, discovery",
          json);
    }
    String key = keys.get(0);
    onlyWith(json, "reason", "close", key);
    onlyWith(json, "sessions", "die", key);
    return valued(key, json.get(key), json);
  }

  private static FaultAction word(JsonNode json) {
    return switch (json.textValue()) {
      case "reset" -> new FaultAction.Reset();
      case "freeze" -> new FaultAction.Freeze();
      case "drop" -> new FaultAction.Drop();
      case "ignore" -> new FaultAction.Ignore();
      case "hang" -> new FaultAction.Hang();
      case "refuse" -> new FaultAction.Refuse(FORBIDDEN);
      default ->
          throw unexpected(
              "",
              "\"reset\", \"freeze\", \"drop\", \"ignore\", \"hang\", \"refuse\" or an object",
              json);
    };
  }

  private static FaultAction valued(String key, JsonNode value, JsonNode action) {
    String place = "/" + key;
    return switch (key) {
      case "close" -> close(whole(place, value, 1000, 4999), action.get("reason"));
      case "die" -> new FaultAction.Die(millis(place, value), kept(action.get("sessions")));
      case "delay" -> new FaultAction.Delay(millis(place, value));
      case "repeat" -> new FaultAction.Repeat(whole(place, value, 1, FaultAction.MAX_COUNT));
      case "reorder" -> new FaultAction.Reorder(whole(place, value, 1, FaultAction.MAX_COUNT));
      case "refuse" -> new FaultAction.Refuse(whole(place, value, 400, 599));
      case "corrupt" ->
          new FaultAction.Corrupt(choice(place, value, FaultAction.Corrupt.How.values()));
      default ->
          new FaultAction.Discovery(choice(place, value, FaultAction.Discovery.How.values()));
    };
  }

  private static FaultAction close(int code, JsonNode reason) {
    if (reason == null) {
      return FaultAction.close(code);
    }
    if (!reason.isTextual()) {
      throw unexpected("/reason", "a text", reason);
    }
    return FaultAction.close(code, reason.textValue());
  }

  private static boolean kept(JsonNode json) {
    boolean keep = json == null || json.asText().equals("keep");
    if (!keep && !(json.isTextual() && json.textValue().equals("forget"))) {
      throw unexpected("/sessions", "\"keep\" or \"forget\"", json);
    }
    return keep;
  }

  private static void onlyWith(JsonNode json, String extra, String main, String key) {
    if (json.has(extra) && !key.equals(main)) {
      throw unexpected("/" + extra, "nothing, for it belongs to " + main, json.get(extra));
    }
  }

  private static Duration millis(String place, JsonNode json) {
    return Duration.ofMillis(whole(place, json, 1, (int) FaultAction.MAX_DELAY.toMillis()));
  }

  private static int whole(String place, JsonNode json, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    if (!json.isIntegralNumber() || !json.canConvertToInt()) {
      throw unexpected(place, expected, json);
    }
    int number = json.intValue();
    FaultChecks.requireWithin(place, number, least, most);
    return number;
  }

  private static int whole(String place, JsonNode json) {
    return whole(place, json, 0, FaultRule.MAX_TIMES);
  }

  private static OptionalLong snowflake(String place, JsonNode json) {
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

  private static <E extends Enum<E>> E choice(String place, JsonNode json, E[] choices) {
    return Arrays.stream(choices)
        .filter(one -> json.isTextual() && json.textValue().equals(FaultChecks.lowerCase(one)))
        .findFirst()
        .orElseThrow(() -> unexpected(place, "one of " + names(choices), json));
  }

  private static String names(Enum<?>[] choices) {
    return Arrays.stream(choices).map(FaultChecks::lowerCase).collect(Collectors.joining(", "));
  }

  private static JsonNode required(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      throw new FaultScriptException("", "\"" + key + "\"", "nothing of that name");
    }
    return value;
  }

  private static void allow(JsonNode json, String what, Set<String> known) {
    if (!json.isObject()) {
      throw unexpected("", what, json);
    }
    for (String key : keys(json)) {
      if (!known.contains(key)) {
        throw new FaultScriptException(
            "",
            "no more than " + known.stream().sorted().collect(Collectors.joining(", ")),
            shortened(JsonNodeFactory.instance.textNode(key).toString(), FOUND_AT_MOST));
      }
    }
  }

  private static List<String> keys(JsonNode json) {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    return keys;
  }

  private static <T> T placed(String outer, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (FaultScriptException e) {
      throw e.within(outer);
    }
  }

  private static FaultScriptException unexpected(String place, String expected, JsonNode json) {
    return new FaultScriptException(
        place,
        expected,
        json.isMissingNode() ? "nothing" : shortened(json.toString(), FOUND_AT_MOST));
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
