package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.machine.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.StringJoiner;

/** Writes missing entries as JSON, and describes them. */
final class GapJson {
  static final String EVENT = "gap";
  private static final JsonFactory JSON = new JsonFactory();

  private GapJson() {}

  static String write(AuditEntry.Skipped skipped) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", EVENT);
      writeFields(json, skipped);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a StringWriter failed", e);
    }
    return line.toString();
  }

  static void writeFields(JsonGenerator json, AuditEntry.Skipped skipped) throws IOException {
    json.writeStringField("at", skipped.at().toString());
    json.writeNumberField("lost", skipped.count());
    json.writeStringField("connection", skipped.subject().connectionId());
    json.writeStringField("guild", Long.toUnsignedString(skipped.subject().guildId()));
    json.writeObjectFieldStart("kinds");
    for (Outcome kind : Outcome.values()) {
      if (skipped.kinds().containsKey(kind)) {
        json.writeNumberField(kind.title(), skipped.kinds().get(kind));
      }
    }
    json.writeEndObject();
  }

  /** A sentence about the line. */
  static String sentence(JsonNode gap) {
    long lost = gap.path("lost").asLong();
    if (!gap.has("connection")) {
      return lost + " entries are missing here";
    }
    StringJoiner kinds = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> kind : gap.path("kinds").properties()) {
      kinds.add(kind.getKey() + " " + kind.getValue());
    }
    return "%d entries of connection %s are missing here, because it exceeded its share: %s"
        .formatted(lost, gap.path("connection").asText(), kinds);
  }
}
