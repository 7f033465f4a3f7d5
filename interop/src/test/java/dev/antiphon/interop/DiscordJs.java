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

/** Clients of {@code @discordjs/voice}, which run in one Node.js process. */
final class DiscordJs implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();
  private static final String SILENCE = "f8fffe";

  private final EmbeddedVoiceServer server;
  private final NodeProgram program;
  private final List<JsonNode> unread = new ArrayList<>();

  /**
   * Starts the process without clients. Its environment variable makes Node.js trust the server's
   * certificate.
   */
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

  private void send(String action, long user, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("action", action);
    request.put("user", text(user));
    program.send(request);
  }

  /** Joins. Without {@code dave}, the client does not offer end-to-end encryption. */
  void join(long user, long guild, long channel, boolean dave) {
    send(
        "join",
        user,
        Map.of(
            "guild",
            text(guild),
            "channel",
            text(channel),
            "endpoint",
            server.endpoint(),
            "dave",
            dave));
  }

  void leave(long user) {
    send("leave", user, Map.of());
  }

  void listen(long user, long speaker) {
    send("listen", user, Map.of("speaker", text(speaker)));
  }

  void play(long user, List<byte[]> frames) {
    send("play", user, Map.of("frames", frames.stream().map(HEX::formatHex).toList()));
  }

  /** Waits until the user has switched to an epoch with this code. */
  void awaitCode(long user, String code) {
    await("transitioned", user, event -> digits(event).equals(code.replace(" ", "")));
  }

  /** The next frames that the user receives from the speaker, without silence. */
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

  /** The pairwise code of the user and another user. */
  String pairwiseCode(long user, long other) {
    send("pairwiseCode", user, Map.of("other", text(other)));
    return digits(await("pairwiseCode", user, event -> true));
  }

  private static String digits(JsonNode event) {
    return event.get("code").asText().replace(" ", "");
  }

  /** The first matching event that was not returned before. */
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
