package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the steps as short arrays. Different texts and connections are stored once in separate
 * lists, and the arrays contain their indexes. This reduces the page to a fifth of the size of the
 * audit files.
 */
final class StepColumns {

  private static final int MOST_EFFECTS = 64;
  private static final List<String> NUMBERS =
      List.of("n", "sequence", "generation", "attempt", "delay_ms", "in_from_ms", "close_code");
  private static final List<String> TEXTS =
      List.of("on", "row", "outcome", "reason", "cause", "payload", "channel", "endpoint", "timer");

  private final Instant begin;
  private final Map<String, Integer> texts = new LinkedHashMap<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  private record Lane(int number, String guild, String user) {}

  StepColumns(Instant begin) {
    this.begin = begin;
  }

  /**
   * Writes the names of the array elements, in order: numbers first, then texts. The effects follow
   * without names.
   */
  void writeNames(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("numbers");
    for (String name : List.of("lane", "at", "from", "to", "audio")) {
      json.writeString(name);
    }
    for (String name : NUMBERS) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("texts");
    for (String name : TEXTS) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  void write(JsonGenerator json, RecordedStep step) throws IOException {
    JsonNode line = step.line();
    json.writeStartArray();
    json.writeNumber(lane(step));
    json.writeNumber(micros(begin, step.at()));
    json.writeNumber(step.from().ordinal());
    json.writeNumber(step.to().ordinal());
    json.writeNumber(line.path("audio").asBoolean() ? 1 : 0);
    for (String name : NUMBERS) {
      writeNumber(json, line.path(name));
    }
    for (String name : TEXTS) {
      writeText(json, line.path(name));
    }
    int effects = 0;
    for (JsonNode effect : line.path("effects")) {
      if (effects++ < MOST_EFFECTS) {
        writeText(json, effect);
      }
    }
    json.writeEndArray();
  }

  private static void writeNumber(JsonGenerator json, JsonNode value) throws IOException {
    if (value.isIntegralNumber()) {
      json.writeNumber(value.asLong());
    } else {
      json.writeNull();
    }
  }

  private void writeText(JsonGenerator json, JsonNode value) throws IOException {
    if (value.isMissingNode() || value.isNull()) {
      json.writeNull();
      return;
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    json.writeNumber(texts.computeIfAbsent(RecordedStep.cut(text), added -> texts.size()));
  }

  private int lane(RecordedStep step) {
    return lanes
        .computeIfAbsent(
            step.connection(),
            added ->
                new Lane(
                    lanes.size(),
                    RecordedStep.cut(step.line().path("guild").asText()),
                    RecordedStep.cut(step.line().path("user").asText())))
        .number();
  }

  /** Writes the lists of connections and texts. */
  void writeWords(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("lanes");
    for (Map.Entry<String, Lane> lane : lanes.entrySet()) {
      json.writeStartObject();
      json.writeStringField("id", RecordedStep.cut(lane.getKey()));
      json.writeStringField("guild", lane.getValue().guild());
      json.writeStringField("user", lane.getValue().user());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("words");
    for (String text : texts.keySet()) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static long micros(Instant from, Instant to) {
    return micros(Duration.between(from, to));
  }

  static long micros(Duration between) {
    return between.toSeconds() * 1_000_000 + between.toNanosPart() / 1_000;
  }
}
