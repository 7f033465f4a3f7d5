package dev.antiphon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Clients of {@code @discordjs/voice}, which run in one Node.js beside the test. */
final class DiscordJs implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();
  private static final String SILENCE = "f8fffe";

  private final EmbeddedVoiceServer server;
  private final NodeProgram program;
  private final List<JsonNode> unread = new ArrayList<>();

  /** None yet; they will trust the server's certificate as Node.js is told to. */
  DiscordJs(EmbeddedVoiceServer server, Path caCertificate) {
    this.server = server;
    this.program =
        new NodeProgram(
            "discordjs.mjs",
            Map.of("NODE_EXTRA_CA_CERTS", caCertificate.toAbsolutePath().toString()));
  }

  private static String text(long id) {
    return Long.toUnsignedString(id);
  }

  private void tell(String deed, long user, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("deed", deed);
    request.put("user", text(user));
    program.tell(request);
  }

  void join(long user, long guild, long channel) {
    tell(
        "join",
        user,
        Map.of("guild", text(guild), "channel", text(channel), "endpoint", server.endpoint()));
  }

  void leave(long user) {
    tell("leave", user, Map.of());
  }

  void listen(long user, long speaker) {
    tell("listen", user, Map.of("speaker", text(speaker)));
  }

  void play(long user, List<byte[]> frames) {
    tell("play", user, Map.of("frames", frames.stream().map(HEX::formatHex).toList()));
  }

  /** Returns when the user has gone over to an epoch with this code. */
  void awaitCode(long user, String code) {
    await("transitioned", user, event -> digits(event).equals(code.replace(" ", "")));
  }

  /** The next frames that the user hears of the speaker, but for silence. */
  List<byte[]> heard(long user, long speaker, int count) {
    List<byte[]> frames = new ArrayList<>();
    while (frames.size() < count) {
      JsonNode event =
          await(
              "heard",
              user,
              one ->
                  one.get("speaker").textValue().equals(text(speaker))
                      && !one.get("frame").textValue().equals(SILENCE));
      frames.add(HEX.parseHex(event.get("frame").textValue()));
    }
    return frames;
  }

  /** The code that the user compares with another. */
  String pairwiseCode(long user, long other) {
    tell("pairwiseCode", user, Map.of("other", text(other)));
    return digits(await("pairwiseCode", user, event -> true));
  }

  private static String digits(JsonNode event) {
    return event.get("code").asText().replace(" ", "");
  }

  /** The first event like this that was not awaited before. */
  private JsonNode await(String kind, long user, Predicate<JsonNode> which) {
    Predicate<JsonNode> wanted =
        event ->
            event.get("event").textValue().equals(kind)
                && event.get("user").textValue().equals(text(user))
                && which.test(event);
    for (Iterator<JsonNode> events = unread.iterator(); events.hasNext(); ) {
      JsonNode event = events.next();
      if (wanted.test(event)) {
        events.remove();
        return event;
      }
    }
    JsonNode event = next();
    while (!wanted.test(event)) {
      unread.add(event);
      event = next();
    }
    return event;
  }

  private JsonNode next() {
    JsonNode event = program.next();
    if (event.get("event").textValue().equals("error")) {
      throw new AssertionError("discord.js: " + event);
    }
    return event;
  }

  @Override
  public void close() {
    program.close();
  }
}
