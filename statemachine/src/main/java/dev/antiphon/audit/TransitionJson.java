package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.antiphon.flow.Trigger;
import dev.antiphon.internal.audit.FlowNames;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a transition as JSON: names in their readable form, snowflake ids as strings. */
final class TransitionJson {
  private static final JsonFactory JSON = new JsonFactory();

  private TransitionJson() {}

  static String write(Transition transition) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", "transition");
      writeFields(json, transition);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a StringWriter failed", e);
    }
    return line.toString();
  }

  static void writeFields(JsonGenerator json, Transition transition) throws IOException {
    writeSubject(json, transition);
    json.writeStringField("from", transition.from().title());
    json.writeStringField("to", transition.to().title());
    json.writeStringField("on", transition.event().title());
    json.writeStringField("row", transition.row());
    json.writeStringField("outcome", transition.outcome().title());
    if (transition.reason().isPresent()) {
      json.writeStringField("reason", transition.reason().get().title());
    }
    writeCause(json, transition.trigger());
    json.writeFieldName("payload");
    json.writeRawValue(transition.payload());
    json.writeArrayFieldStart("effects");
    for (String effect : transition.effects()) {
      json.writeString(effect);
    }
    json.writeEndArray();
    json.writeNumberField("generation", transition.generation());
    json.writeNumberField("attempt", transition.attempt());
    if (transition.delay().isPresent()) {
      json.writeNumberField("delay_ms", transition.delay().get().toMillis());
    }
    json.writeNumberField("in_from_ms", transition.inFrom().toMillis());
    json.writeBooleanField("audio", transition.audio());
  }

  private static void writeSubject(JsonGenerator json, Transition transition) throws IOException {
    json.writeStringField("connection", transition.connectionId());
    json.writeNumberField("sequence", transition.sequence());
    json.writeStringField("at", transition.at().toString());
    json.writeNumberField("nanos", transition.nanos());
    json.writeStringField("guild", Long.toUnsignedString(transition.guildId()));
    json.writeStringField("user", Long.toUnsignedString(transition.userId()));
    if (transition.channelId().isPresent()) {
      json.writeStringField("channel", Long.toUnsignedString(transition.channelId().getAsLong()));
    } else {
      json.writeNullField("channel");
    }
    if (transition.endpoint().isPresent()) {
      json.writeStringField("endpoint", transition.endpoint().get());
    }
  }

  private static void writeCause(JsonGenerator json, Trigger trigger) throws IOException {
    json.writeStringField("cause", trigger.describe());
    if (trigger instanceof Trigger.Closed closed) {
      json.writeNumberField("close_code", closed.code());
    } else if (trigger instanceof Trigger.TimedOut timedOut) {
      json.writeStringField("timer", FlowNames.of(timedOut.timer()));
    }
  }
}
