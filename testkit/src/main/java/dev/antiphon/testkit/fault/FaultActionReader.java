package dev.antiphon.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.testkit.fault.FaultAction.Kind;
import dev.antiphon.testkit.internal.net.CloseFrames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the action of a rule. */
final class FaultActionReader {

  private static final int FORBIDDEN = 403;
  private static final List<String> VALUED =
      List.of(
          "close",
          "die",
          "delay",
          "repeat",
          "reorder",
          "corrupt",
          "set",
          "channel",
          "refuse",
          "discovery",
          "say",
          "dave",
          "send",
          "send_hex",
          "inject",
          "unreachable");
  private static final List<String> MORE = List.of("reason", "sessions");
  private static final Set<String> KEYS =
      Stream.concat(VALUED.stream(), MORE.stream()).collect(Collectors.toUnmodifiableSet());

  private FaultActionReader() {}

  static FaultAction read(JsonNode json) {
    if (json.isTextual()) {
      return word(json);
    }
    FaultJson.allow(json, "one of " + FaultJson.names(Kind.values()), KEYS);
    List<String> keys = FaultJson.keys(json);
    keys.removeAll(MORE);
    if (keys.size() != 1) {
      throw FaultJson.unexpected("", "exactly one of " + String.join(", ", VALUED), json);
    }
    String key = keys.get(0);
    onlyWith(json, "reason", "close", key);
    onlyWith(json, "sessions", "die", key);
    return valued(key, json.get(key), json);
  }

  private static FaultAction word(JsonNode json) {
    return switch (json.textValue()) {
      case "reset" -> new FaultAction.Reset();
      case "eof" -> new FaultAction.Eof();
      case "freeze" -> new FaultAction.Freeze();
      case "drop" -> new FaultAction.Drop();
      case "ignore" -> new FaultAction.Ignore();
      case "hang" -> new FaultAction.Hang();
      case "refuse" -> new FaultAction.Refuse(FORBIDDEN);
      default ->
          throw FaultJson.unexpected(
              "",
              "\"reset\", \"eof\", \"freeze\", \"drop\", \"ignore\", \"hang\", \"refuse\""
                  + " or an object",
              json);
    };
  }

  private static FaultAction valued(String key, JsonNode value, JsonNode action) {
    String place = "/" + key;
    return switch (key) {
      case "close" -> close(code(place, value), action.get("reason"));
      case "die" ->
          new FaultAction.Die(FaultJson.millis(place, value), kept(action.get("sessions")));
      case "delay" -> new FaultAction.Delay(FaultJson.millis(place, value));
      case "repeat" -> new FaultAction.Repeat(count(place, value));
      case "reorder" -> new FaultAction.Reorder(count(place, value));
      case "refuse" -> new FaultAction.Refuse(FaultJson.whole(place, value, 400, 599));
      case "corrupt" ->
          new FaultAction.Corrupt(FaultJson.choice(place, value, FaultAction.Corrupt.How.values()));
      case "set" -> new FaultAction.SetFields(value.toString());
      case "discovery" ->
          new FaultAction.Discovery(
              FaultJson.choice(place, value, FaultAction.Discovery.How.values()));
      default -> extra(key, value, place);
    };
  }

  private static FaultExtra extra(String key, JsonNode value, String place) {
    return switch (key) {
      case "say" ->
          new FaultExtra.Say(FaultJson.choice(place, value, FaultExtra.Say.What.values()));
      case "dave" ->
          new FaultExtra.Dave(FaultJson.choice(place, value, FaultExtra.Dave.What.values()));
      case "send" -> new FaultExtra.Send(FaultJson.text(place, value));
      case "send_hex" -> new FaultExtra.SendHex(FaultJson.text(place, value));
      case "channel" -> new FaultExtra.Channel(FaultJson.snowflake(place, value).orElseThrow());
      case "inject" ->
          new FaultExtra.Inject(FaultJson.choice(place, value, StrayDatagram.values()));
      default -> new FaultExtra.Unreachable(FaultJson.millis(place, value));
    };
  }

  private static int count(String place, JsonNode json) {
    return FaultJson.whole(place, json, 1, FaultAction.MAX_COUNT);
  }

  private static int code(String place, JsonNode json) {
    return FaultJson.whole(place, json, CloseFrames.LOWEST, CloseFrames.HIGHEST);
  }

  private static FaultAction close(int code, JsonNode reason) {
    return reason == null
        ? FaultAction.close(code)
        : FaultAction.close(code, FaultJson.text("/reason", reason));
  }

  private static boolean kept(JsonNode json) {
    boolean keep = json == null || json.asText().equals("keep");
    if (!keep && !(json.isTextual() && json.textValue().equals("forget"))) {
      throw FaultJson.unexpected("/sessions", "\"keep\" or \"forget\"", json);
    }
    return keep;
  }

  private static void onlyWith(JsonNode json, String extra, String main, String key) {
    if (json.has(extra) && !key.equals(main)) {
      throw FaultJson.unexpected(
          "/" + extra, "no such key, because it belongs to " + main, json.get(extra));
    }
  }
}
