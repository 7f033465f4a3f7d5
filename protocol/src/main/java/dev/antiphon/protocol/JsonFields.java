package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads the fields of a JSON object by name and type. A missing field or a wrong type causes a
 * {@link MalformedMessageException} with the whole path of the field.
 *
 * <p>For optional fields, null is treated as absent. An optional field with the wrong type is
 * malformed.
 */
final class JsonFields {

  private static final String SNOWFLAKE =
      "an unsigned 64-bit integer, written as a string or a number";
  private static final String UNSIGNED_64 = "an unsigned 64-bit integer";
  private static final int UNSIGNED_64_DIGITS = 20;
  private static final String OUT_OF_RANGE = "integer out of range";

  private final int opcode;
  private final int sequence;
  private final String path;
  private final ObjectNode fields;

  private JsonFields(int opcode, int sequence, String path, ObjectNode fields) {
    this.opcode = opcode;
    this.sequence = sequence;
    this.path = path;
    this.fields = fields;
  }

  /** Creates a reader of a whole message whose opcode is not known yet. */
  static JsonFields of(ObjectNode message) {
    return new JsonFields(
        MalformedMessageException.UNKNOWN_OPCODE, Envelope.NO_SEQUENCE, "", message);
  }

  /**
   * Returns a reader of the same fields that adds this opcode and sequence number to exceptions.
   */
  JsonFields withContext(int opcode, int sequence) {
    return new JsonFields(opcode, sequence, path, fields);
  }

  boolean isAbsent(String name) {
    JsonNode node = fields.get(name);
    return node == null || node.isNull();
  }

  boolean isNumber(String name) {
    JsonNode node = fields.get(name);
    return node != null && node.isNumber();
  }

  JsonFields object(String name) throws MalformedMessageException {
    if (fields.get(name) instanceof ObjectNode object) {
      return new JsonFields(opcode, sequence, path + name + '.', object);
    }
    throw malformed(name, "an object", kind(fields.get(name)));
  }

  String text(String name) throws MalformedMessageException {
    return text(name, fields.get(name));
  }

  Optional<String> optionalText(String name) throws MalformedMessageException {
    return isAbsent(name) ? Optional.empty() : Optional.of(text(name));
  }

  boolean bool(String name) throws MalformedMessageException {
    JsonNode node = fields.get(name);
    if (node == null || !node.isBoolean()) {
      throw malformed(name, "a boolean", kind(node));
    }
    return node.booleanValue();
  }

  double number(String name) throws MalformedMessageException {
    JsonNode node = fields.get(name);
    if (node == null || !node.isNumber()) {
      throw malformed(name, "a number", kind(node));
    }
    return node.doubleValue();
  }

  /** Reads an integer. The range must fit into an {@code int}. */
  int integer(String name, IntegerRange range) throws MalformedMessageException {
    return Math.toIntExact(longInteger(name, range));
  }

  int integerOr(String name, IntegerRange range, int absent) throws MalformedMessageException {
    return isAbsent(name) ? absent : integer(name, range);
  }

  /** Returns the field's value when it is present and valid, otherwise the given value. */
  int integerIfValid(String name, IntegerRange range, int otherwise) {
    JsonNode node = fields.get(name);
    return isInteger(node) && node.canConvertToInt() && range.contains(node.intValue())
        ? node.intValue()
        : otherwise;
  }

  OptionalInt optionalInteger(String name, IntegerRange range) throws MalformedMessageException {
    return isAbsent(name) ? OptionalInt.empty() : OptionalInt.of(integer(name, range));
  }

  long longInteger(String name, IntegerRange range) throws MalformedMessageException {
    return integer(name, fields.get(name), range);
  }

  /**
   * Reads an acknowledged sequence number. -1 or an absent field means that there is no sequence
   * number.
   */
  int acknowledgedSequence(String name) throws MalformedMessageException {
    JsonNode node = fields.get(name);
    if (isAbsent(name) || (isInteger(node) && node.canConvertToInt() && node.intValue() == -1)) {
      return Envelope.NO_SEQUENCE;
    }
    return integer(name, IntegerRange.UINT16);
  }

  /** Reads an unsigned 64-bit integer, which must be a JSON number. */
  long unsignedLong(String name) throws MalformedMessageException {
    JsonNode node = fields.get(name);
    if (!isInteger(node)) {
      throw malformed(name, UNSIGNED_64, kind(node));
    }
    return unsignedLong(name, UNSIGNED_64, node.bigIntegerValue());
  }

  /** Reads an unsigned 64-bit integer from a string or a number. */
  long snowflake(String name) throws MalformedMessageException {
    return snowflake(name, fields.get(name));
  }

  OptionalLong optionalSnowflake(String name) throws MalformedMessageException {
    return isAbsent(name) ? OptionalLong.empty() : OptionalLong.of(snowflake(name));
  }

  List<Long> snowflakes(String name, int max) throws MalformedMessageException {
    JsonNode array = array(name, max);
    List<Long> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      values.add(snowflake(element(name, i), array.get(i)));
    }
    return values;
  }

  List<String> texts(String name, int max) throws MalformedMessageException {
    JsonNode array = array(name, max);
    List<String> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      values.add(text(element(name, i), array.get(i)));
    }
    return values;
  }

  byte[] bytes(String name, int max) throws MalformedMessageException {
    JsonNode array = array(name, max);
    byte[] values = new byte[array.size()];
    for (int i = 0; i < array.size(); i++) {
      values[i] = (byte) integer(element(name, i), array.get(i), IntegerRange.UINT8);
    }
    return values;
  }

  MalformedMessageException malformed(String name, String expected, String found) {
    return new MalformedMessageException(opcode, sequence, path + name, expected, found);
  }

  private JsonNode array(String name, int max) throws MalformedMessageException {
    JsonNode node = fields.get(name);
    if (node == null || !node.isArray() || node.size() > max) {
      throw malformed(name, "an array of at most " + max, kind(node));
    }
    return node;
  }

  private static String element(String name, int index) {
    return name + '[' + index + ']';
  }

  private String text(String name, JsonNode node) throws MalformedMessageException {
    if (node == null || !node.isTextual()) {
      throw malformed(name, "a string", kind(node));
    }
    String text = node.textValue();
    if (text.length() > DecodeLimits.MAX_TEXT_LENGTH) {
      throw malformed(
          name,
          "a string of at most " + DecodeLimits.MAX_TEXT_LENGTH + " characters",
          "string of " + text.length());
    }
    return text;
  }

  private long integer(String name, JsonNode node, IntegerRange range)
      throws MalformedMessageException {
    if (!isInteger(node)) {
      throw malformed(name, range.toString(), kind(node));
    }
    if (!node.canConvertToLong() || !range.contains(node.longValue())) {
      throw malformed(name, range.toString(), OUT_OF_RANGE);
    }
    return node.longValue();
  }

  private long snowflake(String name, JsonNode node) throws MalformedMessageException {
    if (isInteger(node)) {
      return unsignedLong(name, SNOWFLAKE, node.bigIntegerValue());
    }
    if (node == null || !node.isTextual()) {
      throw malformed(name, SNOWFLAKE, kind(node));
    }
    String digits = node.textValue();
    if (!isDecimal(digits)) {
      throw malformed(name, SNOWFLAKE, "another string");
    }
    return unsignedLong(name, SNOWFLAKE, new BigInteger(digits));
  }

  private long unsignedLong(String name, String expected, BigInteger value)
      throws MalformedMessageException {
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw malformed(name, expected, OUT_OF_RANGE);
    }
    return value.longValue();
  }

  // Long.parseUnsignedLong also accepts signs and the digits of other scripts.
  private static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.length() <= UNSIGNED_64_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isInteger(JsonNode node) {
    return node != null && node.isIntegralNumber();
  }

  private static String kind(JsonNode node) {
    if (node == null) {
      return "missing";
    }
    return switch (node.getNodeType()) {
      case ARRAY -> "array of " + node.size();
      case NUMBER -> node.isIntegralNumber() ? "integer" : "fraction";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case OBJECT -> "object";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "something that is not JSON";
    };
  }
}
