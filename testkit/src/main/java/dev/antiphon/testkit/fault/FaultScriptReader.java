package dev.antiphon.testkit.fault;

import static dev.antiphon.testkit.fault.FaultJson.placed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.protocol.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads fault scripts from JSON. This class checks only types and adds the places of errors. The
 * records check the values.
 */
final class FaultScriptReader {

  private static final String ANY = "any";
  private static final List<String> TRIGGERS =
      List.of("connected", "received", "sending", "sent", "frame", "discovery", "keepalive");
  private static final List<String> RESTRICTIONS = List.of("guild", "user", "about");
  private static final Set<String> KEYS =
      Stream.concat(TRIGGERS.stream(), RESTRICTIONS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private FaultScriptReader() {}

  static FaultScript read(String json) {
    JsonNode root = FaultJson.parse(json);
    if (!root.isArray()) {
      throw FaultJson.unexpected("", "an array of rules", root);
    }
    List<FaultRule> rules = new ArrayList<>();
    for (int i = 0; i < root.size() && i <= FaultScript.MAX_RULES; i++) {
      JsonNode rule = root.get(i);
      rules.add(placed("/" + i, () -> rule(rule)));
    }
    return new FaultScript(rules);
  }

  private static FaultRule rule(JsonNode json) {
    FaultJson.allow(json, "a rule", Set.of("when", "do", "times", "after", "per"));
    JsonNode when = FaultJson.required(json, "when");
    JsonNode action = FaultJson.required(json, "do");
    FaultTrigger trigger = placed("/when", () -> trigger(when));
    return new FaultRule(
        trigger,
        FaultJson.snowflake("/when/guild", when.get("guild")),
        FaultJson.snowflake("/when/user", when.get("user")),
        placed("/do", () -> FaultActionReader.read(action)),
        json.has("after")
            ? FaultJson.whole("/after", json.get("after"), 0, FaultRule.MAX_TIMES)
            : 0,
        json.has("times") ? times(json.get("times")) : 1,
        json.has("per")
            ? FaultJson.choice("/per", json.get("per"), FaultRule.Per.values())
            : FaultRule.Per.SERVER);
  }

  private static int times(JsonNode json) {
    if (json.isTextual() && json.textValue().equals("always")) {
      return FaultRule.ALWAYS;
    }
    if (!json.canConvertToInt() || !json.isIntegralNumber()) {
      throw FaultJson.unexpected("/times", "a whole number or \"always\"", json);
    }
    return json.intValue();
  }

  private static FaultTrigger trigger(JsonNode json) {
    String triggers = String.join(", ", TRIGGERS);
    FaultJson.allow(json, "an object with one of " + triggers, KEYS);
    List<String> keys = FaultJson.keys(json);
    keys.removeAll(RESTRICTIONS);
    if (keys.size() != 1) {
      throw FaultJson.unexpected("", "exactly one of " + triggers, json);
    }
    String key = keys.get(0);
    String place = "/" + key;
    JsonNode value = json.get(key);
    JsonNode about = json.get("about");
    if (about != null && !key.equals("sending")) {
      throw FaultJson.unexpected("/about", "no such key at this trigger", about);
    }
    return switch (key) {
      case "received" -> new FaultTrigger.Received(opcode(place, value));
      case "sending" ->
          new FaultTrigger.Sending(opcode(place, value), FaultJson.snowflake("/about", about));
      case "sent" -> new FaultTrigger.Sent(opcode(place, value));
      case "frame" ->
          new FaultTrigger.Frame(FaultJson.whole(place, value, 1, FaultTrigger.MAX_FRAME));
      case "connected" -> yes(place, value, new FaultTrigger.Connected());
      case "keepalive" -> yes(place, value, new FaultTrigger.Keepalive());
      default -> yes(place, value, new FaultTrigger.Discovery());
    };
  }

  private static FaultTrigger yes(String place, JsonNode json, FaultTrigger trigger) {
    if (!json.isBoolean() || !json.booleanValue()) {
      throw FaultJson.unexpected(place, "true", json);
    }
    return trigger;
  }

  private static Optional<Opcode> opcode(String place, JsonNode json) {
    return json.isTextual() && json.textValue().equals(ANY)
        ? Optional.empty()
        : Optional.of(FaultJson.choice(place, json, Opcode.values()));
  }
}
