package dev.antiphon.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A strict JSON parser according to RFC 8259: one value, no duplicate names, within the {@link
 * DecodeLimits}.
 */
final class StrictJson {

  /** The {@link MalformedMessageException#field()} for errors of the whole message. */
  static final String WHOLE_MESSAGE = "message";

  // Field names are not interned and not kept in a shared table: a peer could fill the table.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(DecodeLimits.MAX_MESSAGE_LENGTH)
                          .maxNestingDepth(DecodeLimits.MAX_NESTING_DEPTH)
                          .maxTokenCount(DecodeLimits.MAX_TOKENS)
                          .maxNameLength(DecodeLimits.MAX_NAME_LENGTH)
                          .maxStringLength(DecodeLimits.MAX_STRING_LENGTH)
                          .maxNumberLength(DecodeLimits.MAX_NUMBER_LENGTH)
                          .build())
                  .build())
          .build();

  private StrictJson() {}

  /**
   * A parsed object, and the position of one field's value in the source text.
   *
   * @param fields the object
   * @param begin the index where the value of the requested field begins; 0 when the field is
   *     absent
   * @param end the index after the value; 0 when the field is absent
   */
  record Parsed(ObjectNode fields, int begin, int end) {
    /** Returns the unchanged source text of the value; empty when the field is absent. */
    String sourceOf(String source) {
      return source.substring(begin, end);
    }
  }

  /** Creates an empty object. */
  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /** Parses a message, which must be an object. */
  static ObjectNode parse(String json) throws MalformedMessageException {
    return parse(json, "").fields();
  }

  /** Parses a message, which must be an object, and records the position of one field's value. */
  static Parsed parse(String json, String positionField) throws MalformedMessageException {
    requireMessageLength(json);
    try (JsonParser parser = MAPPER.createParser(json)) {
      requireObject(parser.nextToken());
      ObjectNode fields = newObject();
      int valueBegin = 0;
      int valueEnd = 0;
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        int begin = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        fields.set(name, parser.<JsonNode>readValueAsTree());
        if (name.equals(positionField)) {
          valueBegin = begin;
          valueEnd = Math.toIntExact(parser.currentLocation().getCharOffset());
        }
      }
      requireEnd(parser);
      return new Parsed(fields, valueBegin, valueEnd);
    } catch (StreamConstraintsException e) {
      throw malformed("JSON within the decode limits", "a message beyond the limits" + place(e));
    } catch (JsonProcessingException e) {
      throw malformed("one JSON object without duplicate names", "an error" + place(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  /** Returns whether a text is exactly one JSON value. */
  static boolean isOneValue(String json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // The parser reads a string to its end only when the token is finished.
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Encodes an object as text. */
  static String write(ObjectNode object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  private static void requireMessageLength(String json) throws MalformedMessageException {
    if (json.length() > DecodeLimits.MAX_MESSAGE_LENGTH) {
      throw malformed(
          "at most " + DecodeLimits.MAX_MESSAGE_LENGTH + " characters",
          json.length() + " characters");
    }
  }

  private static void requireObject(JsonToken first) throws MalformedMessageException {
    if (first != JsonToken.START_OBJECT) {
      throw malformed("a JSON object", first == null ? "nothing" : "another value");
    }
  }

  private static void requireEnd(JsonParser parser) throws IOException, MalformedMessageException {
    if (parser.nextToken() != null) {
      throw malformed("one JSON object", "more text after its end");
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
  }

  private static MalformedMessageException malformed(String expected, String found) {
    return new MalformedMessageException(
        MalformedMessageException.UNKNOWN_OPCODE,
        Envelope.NO_SEQUENCE,
        WHOLE_MESSAGE,
        expected,
        found);
  }
}
