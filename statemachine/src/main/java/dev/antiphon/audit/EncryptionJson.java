package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.antiphon.dave.DaveRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes a step of the end-to-end encryption as JSON, in the same style as {@link TransitionJson}.
 */
final class EncryptionJson {

  /** The value of {@code event} for these lines. */
  static final String EVENT = "encryption";

  private static final JsonFactory JSON = new JsonFactory();

  private EncryptionJson() {}

  static String write(AuditEntry.Encryption step) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", EVENT);
      writeFields(json, step);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a StringWriter failed", e);
    }
    return line.toString();
  }

  static void writeFields(JsonGenerator json, AuditEntry.Encryption step) throws IOException {
    json.writeStringField("connection", step.subject().connectionId());
    json.writeNumberField("sequence", step.sequence());
    json.writeStringField("at", step.at().toString());
    json.writeNumberField("nanos", step.nanos());
    json.writeStringField("guild", Long.toUnsignedString(step.subject().guildId()));
    json.writeStringField("user", Long.toUnsignedString(step.subject().userId()));
    json.writeStringField("channel", Long.toUnsignedString(step.channelId()));
    json.writeNumberField("session", step.session());
    writeRow(json, step.record());
    writeGroup(json, step.record());
    json.writeArrayFieldStart("effects");
    for (String effect : step.record().effects()) {
      json.writeString(effect);
    }
    json.writeEndArray();
  }

  private static void writeRow(JsonGenerator json, DaveRecord record) throws IOException {
    json.writeStringField("from", record.from().title());
    json.writeStringField("to", record.to().title());
    json.writeStringField("on", record.row().event().title());
    json.writeStringField("row", record.row().id());
    json.writeStringField("outcome", record.row().outcome().title());
  }

  private static void writeGroup(JsonGenerator json, DaveRecord record) throws IOException {
    if (record.version().isPresent()) {
      json.writeNumberField("version", record.version().getAsInt());
    }
    if (record.epoch().isPresent()) {
      json.writeStringField("epoch", Long.toUnsignedString(record.epoch().getAsLong()));
    }
    json.writeNumberField("members", record.members());
    if (record.transition().isPresent()) {
      json.writeNumberField("transition", record.transition().getAsInt());
    }
    if (record.refusal().isPresent()) {
      json.writeStringField("refusal", record.refusal().get());
    }
  }
}
