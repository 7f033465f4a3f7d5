package dev.antiphon.testkit.internal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Replaces fields in the data of an encoded message. */
final class ChangedFields {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ChangedFields() {}

  /** Returns the message with these fields, a JSON object, in its data. */
  static String in(String message, String fields) {
    try {
      ObjectNode envelope = (ObjectNode) MAPPER.readTree(message);
      ObjectNode changed = (ObjectNode) MAPPER.readTree(fields);
      JsonNode data = envelope.get("d");
      envelope.set("d", data instanceof ObjectNode before ? before.setAll(changed) : changed);
      return envelope.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message and the fields must be JSON.", e);
    }
  }
}
