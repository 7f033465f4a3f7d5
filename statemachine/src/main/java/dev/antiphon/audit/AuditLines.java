package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Creates the lines of an audit file. Each line is one JSON object with its hash at the end. It is
 * not thread-safe.
 */
final class AuditLines {

  /** The name of the format. It is in the first line of each file. */
  static final String FORMAT = "antiphon-audit";

  /** The current version of the format. A reader refuses a higher version. */
  static final int VERSION = 2;

  /** The oldest version that can be read. */
  static final int OLDEST = 1;

  /** The error message for a file in another format or version. */
  static final String EXPECTED =
      "expected the format " + FORMAT + ", version " + OLDEST + " to " + VERSION;

  /** The text before the hash at the end of every line. */
  static final String HASH = ",\"hash\":\"";

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] TAIL = "\"}\n".getBytes(StandardCharsets.US_ASCII);

  private final AuditChain chain;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(4_096);
  private long number;

  /** The end of the previous file if it has no seal. */
  record Break(String file, long after, long tornBytes) {}

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Continues the chain after this hash and this line number. */
  AuditLines(String head, long number) {
    chain = new AuditChain(head);
    this.number = number;
  }

  /** The hash of the last line. */
  String head() {
    return chain.head();
  }

  /** The number of the last line. */
  long number() {
    return number;
  }

  byte[] file(Instant at, Optional<Break> unsealed, List<Displaced> displaced) {
    String previous = head();
    return line(
        "file",
        json -> {
          json.writeStringField("format", FORMAT);
          json.writeNumberField("version", VERSION);
          json.writeStringField("at", at.toString());
          json.writeStringField("previous", previous);
          if (unsealed.isPresent()) {
            json.writeObjectFieldStart("break");
            json.writeStringField("file", unsealed.get().file());
            json.writeNumberField("after", unsealed.get().after());
            json.writeNumberField("torn_bytes", unsealed.get().tornBytes());
            json.writeEndObject();
          }
          if (!displaced.isEmpty()) {
            Displaced.write(json, displaced);
          }
        });
  }

  /** The data that are needed to replay the following steps. */
  byte[] connection(AuditEntry.Step step) {
    return line(
        "connection",
        json -> {
          AuditEntry.Subject subject = step.subject();
          json.writeStringField("connection", subject.connectionId());
          json.writeNumberField("sequence", step.sequence());
          json.writeStringField("guild", Long.toUnsignedString(subject.guildId()));
          json.writeStringField("user", Long.toUnsignedString(subject.userId()));
          json.writeRaw("," + step.before().get());
        });
  }

  byte[] transition(Transition transition) {
    return line("transition", json -> TransitionJson.writeFields(json, transition));
  }

  byte[] encryption(AuditEntry.Encryption step) {
    return line(EncryptionJson.EVENT, json -> EncryptionJson.writeFields(json, step));
  }

  byte[] gap(AuditEntry.Gap gap) {
    return line(
        "gap",
        json -> {
          json.writeStringField("at", gap.at().toString());
          json.writeNumberField("lost", gap.lost());
        });
  }

  byte[] skipped(AuditEntry.Skipped skipped) {
    return line(GapJson.EVENT, json -> GapJson.writeFields(json, skipped));
  }

  /** The last line of a file. {@code count} is the number of lines before it. */
  byte[] seal(Instant at, long count, Optional<byte[]> signature) {
    String head = head();
    return line(
        "seal",
        json -> {
          json.writeStringField("at", at.toString());
          json.writeNumberField("count", count);
          json.writeStringField("head", head);
          if (signature.isPresent()) {
            json.writeStringField("signature", Base64.getEncoder().encodeToString(signature.get()));
          }
        });
  }

  private byte[] line(String event, Fields fields) {
    content.reset();
    try (JsonGenerator json = JSON.createGenerator(content, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      json.writeNumberField("n", number + 1);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a buffer failed", e);
    }
    number++;
    byte[] object = content.toByteArray();
    int length = object.length - 1;
    byte[] hash = (HASH + chain.next(object, length)).getBytes(StandardCharsets.US_ASCII);
    content.reset();
    content.write(object, 0, length);
    content.writeBytes(hash);
    content.writeBytes(TAIL);
    return content.toByteArray();
  }
}
