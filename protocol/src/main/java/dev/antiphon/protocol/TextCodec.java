package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text frames of the voice gateway, version 8: one JSON object {@code {"op":…,"d":…,"seq":…}}.
 *
 * <p>Immutable, without state, safe to share between threads. It does not judge who says what: each
 * message is read and written in both directions. Decoding keeps to the {@link DecodeLimits},
 * ignores fields it does not know and refuses duplicate names. Snowflakes are read from strings and
 * numbers, and written as strings.
 *
 * <p>Source: Discord documentation, Voice Connections; Opcodes and Status Codes, "Voice".
 */
public final class TextCodec {

  private static final String OPCODE = "op";
  private static final String DATA = "d";
  private static final String SEQUENCE = "seq";

  /**
   * Writes a message without a sequence number, as a client does.
   *
   * @throws IllegalArgumentException when the message travels in binary frames, or cannot be said
   *     in JSON (an infinite interval, an {@link Unrecognized} payload that is not JSON)
   */
  public String encode(GatewayMessage message) {
    return encode(Envelope.unnumbered(message));
  }

  /**
   * Writes a message with the envelope's sequence number, if there is one.
   *
   * @throws IllegalArgumentException as {@link #encode(GatewayMessage)}
   */
  public String encode(Envelope envelope) {
    GatewayMessage message = envelope.message();
    ObjectNode frame = StrictJson.newObject().put(OPCODE, message.opcode());
    if (message instanceof Unrecognized unrecognized) {
      rawData(unrecognized).ifPresent(raw -> frame.putRawValue(DATA, raw));
    } else {
      frame.set(DATA, MessageWriters.write(opcodeOf(message), message));
    }
    if (envelope.sequence() != Envelope.NO_SEQUENCE) {
      frame.put(SEQUENCE, envelope.sequence());
    }
    return StrictJson.write(frame);
  }

  /**
   * Reads a message. One whose opcode has no record, or belongs into a binary frame, becomes an
   * {@link Unrecognized} that keeps the text of its {@code d}.
   *
   * @throws MalformedMessageException when it is not one JSON object within the limits, or a field
   *     is missing or mistyped; it names opcode and sequence as far as they could be read
   */
  public Envelope decode(String text) throws MalformedMessageException {
    StrictJson.Parsed parsed = StrictJson.parse(text, DATA);
    JsonFields bare = JsonFields.of(parsed.fields());
    JsonFields message =
        bare.about(
            bare.integerIfValid(
                OPCODE, IntegerRange.INT31, MalformedMessageException.UNKNOWN_OPCODE),
            bare.integerIfValid(SEQUENCE, IntegerRange.UINT16, Envelope.NO_SEQUENCE));
    int opcode = message.integer(OPCODE, IntegerRange.INT31);
    int sequence = message.integerOr(SEQUENCE, IntegerRange.UINT16, Envelope.NO_SEQUENCE);
    Optional<Opcode> known = Opcode.of(opcode).filter(candidate -> !candidate.binary());
    return new Envelope(
        sequence,
        known.isPresent()
            ? MessageReaders.read(known.get(), message)
            : new Unrecognized(opcode, sequence, utf8(parsed.excerptOf(text))));
  }

  private static Opcode opcodeOf(GatewayMessage message) {
    return Opcode.of(message.opcode())
        .orElseThrow(() -> new IllegalStateException("every record but Unrecognized has one"));
  }

  private static Optional<RawValue> rawData(Unrecognized message) {
    if (message.payload().length() == 0) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(message.payload().toByteArray());
      String json = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (StrictJson.isOneValue(json)) {
        return Optional.of(new RawValue(json));
      }
    } catch (CharacterCodingException e) {
      // Said below, without the payload.
    }
    throw new IllegalArgumentException(
        "the payload of opcode " + message.opcode() + " is not one JSON value in UTF-8");
  }

  private static OpaqueBytes utf8(String text) {
    return OpaqueBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
