package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of one line that was read from an audit file, without the line break. */
final class AuditLine {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
              .build());
  private static final byte[] HASH = AuditLines.HASH.getBytes(StandardCharsets.US_ASCII);
  private static final int HEX_LENGTH = 64;
  private static final int TAIL = HASH.length + HEX_LENGTH + 2;

  private final byte[] bytes;

  AuditLine(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash in the line; empty if the end of the line does not have the format of the audit. */
  Optional<String> hash() {
    int from = bytes.length - TAIL;
    if (from < 0
        || !Arrays.equals(bytes, from, from + HASH.length, HASH, 0, HASH.length)
        || bytes[bytes.length - 2] != '"'
        || bytes[bytes.length - 1] != '}') {
      return Optional.empty();
    }
    String hash = new String(bytes, from + HASH.length, HEX_LENGTH, StandardCharsets.US_ASCII);
    return AuditChain.isHash(hash) ? Optional.of(hash) : Optional.empty();
  }

  /** The expected hash of the line, as the next line of the chain. */
  String chainedTo(AuditChain chain) {
    return chain.next(bytes, Math.max(0, bytes.length - TAIL));
  }

  /** Whether this is the first line of an audit file in a readable version. */
  static boolean isReadable(JsonNode first) {
    return first.path("event").asText().equals("file")
        && first.path("format").asText().equals(AuditLines.FORMAT)
        && version(first) >= AuditLines.OLDEST
        && version(first) <= AuditLines.VERSION;
  }

  /** The format's version in the first line of a file; 0 if it is missing. */
  static int version(JsonNode first) {
    return first.path("version").asInt();
  }

  /**
   * The line as JSON.
   *
   * @throws AuditException if the line is not a JSON object
   */
  JsonNode json() {
    try {
      JsonNode json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new AuditException("expected a JSON object on each line: " + e.getOriginalMessage());
    }
    throw new AuditException("expected a JSON object on each line");
  }
}
