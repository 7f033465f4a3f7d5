package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.flow.VoiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the lines of an audit file without a hash chain. */
final class Lines {
  static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> sequences = new HashMap<>();

  /** Adds a step from one state to another, one second after the previous line. */
  Lines step(String connection, VoiceState from, VoiceState to) {
    return add(transition(connection, from, to));
  }

  Lines end(String connection, VoiceState from, VoiceState to, String reason) {
    return add(transition(connection, from, to).put("reason", reason));
  }

  Lines violation(String connection, VoiceState in) {
    return add(transition(connection, in, in).put("outcome", "violation"));
  }

  /** Adds a step of the encryption with this effect. */
  Lines encryption(String connection, String effect) {
    ObjectNode line = object("encryption").put("connection", connection);
    line.putArray("effects").add("PublishMedia(HOLD)").add(effect);
    return add(line);
  }

  Lines gap(long lost) {
    return add(object("gap").put("lost", lost));
  }

  Lines raw(String line) {
    lines.add(line);
    return this;
  }

  Path in(Path file) throws IOException {
    return Files.write(file, lines);
  }

  private ObjectNode transition(String connection, VoiceState from, VoiceState to) {
    return object("transition")
        .put("connection", connection)
        .put("sequence", sequences.merge(connection, 1, Integer::sum))
        .put("from", from.title())
        .put("to", to.title())
        .put("on", "an event")
        .put("row", "X1.YY.1")
        .put("outcome", from == to ? "internal" : "transition")
        .put("cause", "a cause");
  }

  private ObjectNode object(String event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("event", event)
        .put("n", lines.size() + 1)
        .put("at", BEGIN.plusSeconds(lines.size()).toString());
  }

  private Lines add(ObjectNode line) {
    return raw(line.toString());
  }
}
