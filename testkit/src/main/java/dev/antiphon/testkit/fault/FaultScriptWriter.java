package dev.antiphon.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes fault scripts as the JSON that {@link FaultScriptReader} reads. */
final class FaultScriptWriter {

  private static final String ANY = "any";

  private FaultScriptWriter() {}

  static ArrayNode write(FaultScript script) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    script.rules().forEach(rule -> json.add(write(rule)));
    return json;
  }

  /** Writes one rule. */
  static ObjectNode write(FaultRule rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("when", when(rule));
    json.set("do", action(rule.action()));
    if (rule.times() == FaultRule.ALWAYS) {
      json.put("times", "always");
    } else if (rule.times() != 1) {
      json.put("times", rule.times());
    }
    if (rule.after() != 0) {
      json.put("after", rule.after());
    }
    if (rule.per() != FaultRule.Per.SERVER) {
      json.put("per", FaultChecks.lowerCase(rule.per()));
    }
    return json;
  }

  /** Writes the trigger of a rule with its restrictions. */
  private static ObjectNode when(FaultRule rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    FaultTrigger when = rule.when();
    String message = when.awaited().map(FaultChecks::lowerCase).orElse(ANY);
    if (when instanceof FaultTrigger.Connected) {
      json.put("connected", true);
    } else if (when instanceof FaultTrigger.Received) {
      json.put("received", message);
    } else if (when instanceof FaultTrigger.Sending sending) {
      json.put("sending", message);
      sending.about().ifPresent(id -> json.put("about", Long.toUnsignedString(id)));
    } else if (when instanceof FaultTrigger.Sent) {
      json.put("sent", message);
    } else if (when instanceof FaultTrigger.Frame frame) {
      json.put("frame", frame.number());
    } else if (when instanceof FaultTrigger.Keepalive) {
      json.put("keepalive", true);
    } else {
      json.put("discovery", true);
    }
    rule.guildId().ifPresent(id -> json.put("guild", Long.toUnsignedString(id)));
    rule.userId().ifPresent(id -> json.put("user", Long.toUnsignedString(id)));
    return json;
  }

  /** Writes the action of a rule. */
  private static JsonNode action(FaultAction action) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String key = FaultChecks.lowerCase(action.kind());
    if (action instanceof FaultAction.Close close) {
      return json.put(key, close.code()).put("reason", close.reason());
    } else if (action instanceof FaultAction.Die die) {
      json.put(key, die.time().toMillis());
      return json.put("sessions", die.keepSessions() ? "keep" : "forget");
    } else if (action instanceof FaultAction.Delay delay) {
      return json.put(key, delay.time().toMillis());
    } else if (action instanceof FaultAction.Repeat repeat) {
      return json.put(key, repeat.more());
    } else if (action instanceof FaultAction.Reorder reorder) {
      return json.put(key, reorder.overtaking());
    } else if (action instanceof FaultAction.Refuse refuse) {
      return json.put(key, refuse.status());
    } else if (action instanceof FaultAction.Corrupt corrupt) {
      return json.put(key, FaultChecks.lowerCase(corrupt.how()));
    } else if (action instanceof FaultAction.Discovery discovery) {
      return json.put(key, FaultChecks.lowerCase(discovery.how()));
    } else if (action instanceof FaultAction.SetFields changed) {
      return json.set(key, FaultJson.parse(changed.fields()));
    } else if (action instanceof FaultExtra extra) {
      return extra(json, key, extra);
    }
    return JsonNodeFactory.instance.textNode(key);
  }

  private static ObjectNode extra(ObjectNode json, String key, FaultExtra extra) {
    if (extra instanceof FaultExtra.Say say) {
      return json.put(key, FaultChecks.lowerCase(say.what()));
    } else if (extra instanceof FaultExtra.Dave dave) {
      return json.put(key, FaultChecks.lowerCase(dave.what()));
    } else if (extra instanceof FaultExtra.Send send) {
      return json.put(key, send.text());
    } else if (extra instanceof FaultExtra.SendHex send) {
      return json.put(key, send.hex());
    } else if (extra instanceof FaultExtra.Channel channel) {
      return json.put(key, Long.toUnsignedString(channel.id()));
    } else if (extra instanceof FaultExtra.Inject inject) {
      return json.put(key, FaultChecks.lowerCase(inject.what()));
    }
    return json.put(key, ((FaultExtra.Unreachable) extra).time().toMillis());
  }
}
