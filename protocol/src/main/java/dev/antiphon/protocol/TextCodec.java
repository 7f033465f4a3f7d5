package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Encodes and decodes text frames of the voice gateway, version 8. A frame is one JSON object
 * {@code {"op":…,"d":…,"seq":…}}.
 *
 * <p>Immutable, stateless and safe to share between threads. The codec accepts every message in
 * both directions. The decoder enforces the {@link DecodeLimits}, ignores unknown fields and
 * rejects duplicate names. It accepts snowflakes as strings and as numbers. The encoder writes
 * snowflakes as strings.
 *
 * <p>Source: Discord documentation, Voice Connections; Opcodes and Status Codes, "Voice".
 */
public final class TextCodec {

  private static final String OPCODE = "op";
  private static final String DATA = "d";
  private static final String SEQUENCE = "seq";

  /**
   * Encodes a message without a sequence number, as clients do.
   *
   * @throws IllegalArgumentException when the message belongs in a binary frame, or when JSON
   *     cannot represent it (an infinite interval, or an {@link Unrecognized} payload that is not
   *     JSON)
   */
  public String encode(GatewayMessage message) {
    return encode(Envelope.unnumbered(message));
  }

  /**
   * Encodes a message with the envelope's sequence number, if there is one.
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
   * Decodes a message. When its opcode has no record, or belongs in a binary frame, the result is
   * an {@link Unrecognized} with the text of {@code d}.
   *
   * @throws MalformedMessageException when the text is not one JSON object within the limits, or
   *     when a field is missing or has the wrong type. The exception contains the opcode and the
   *     sequence number if they could be read.
   */
  public Envelope decode(String text) throws MalformedMessageException {
    StrictJson.Parsed parsed = StrictJson.parse(text, DATA);
    JsonFields bare = JsonFields.of(parsed.fields());
    JsonFields message =
        bare.withContext(
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
            : new Unrecognized(opcode, sequence, utf8(parsed.sourceOf(text))));
  }

  private static Opcode opcodeOf(GatewayMessage message) {
    return Opcode.of(message.opcode())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no opcode for the message type " + message.getClass().getSimpleName()));
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
      // The exception below reports the problem without the payload.
    }
    throw new IllegalArgumentException(
        "the payload of opcode " + message.opcode() + " is not one JSON value in UTF-8");
  }

  private static OpaqueBytes utf8(String text) {
    return OpaqueBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
