package dev.antiphon.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Encodes and decodes binary frames of the voice gateway, version 8. Binary frames carry the MLS
 * messages of DAVE.
 *
 * <p>A frame from the server has a sequence number (unsigned 16-bit), an opcode (unsigned 8-bit)
 * and a payload. A frame from the client has an opcode and a payload. All numbers are big-endian.
 *
 * <p>Immutable, stateless and safe to share between threads. The codec accepts every binary message
 * in both directions. The methods for the server and the methods for the client differ only in the
 * sequence number. The decoder enforces the {@link DecodeLimits}.
 *
 * <p>Source: Discord documentation, Voice Connections, "Binary WebSocket Messages"; DAVE
 * whitepaper, "Voice Gateway".
 */
public final class BinaryCodec {

  private static final int SEQUENCE_LENGTH = Short.BYTES;
  private static final int OPCODE_LENGTH = Byte.BYTES;

  /**
   * The part of a frame after the opcode: a number of 0, 1 or 2 bytes, followed by content that is
   * not parsed.
   *
   * @param width the length of the number in bytes
   * @param number the operation or the transition id; 0 when the frame has no number
   * @param content the remaining bytes
   */
  private record Body(int width, int number, OpaqueBytes content) {}

  /**
   * Encodes a frame of a client.
   *
   * @throws IllegalArgumentException when the message belongs in a text frame, or when its opcode
   *     is above 255
   */
  public byte[] encodeFromClient(GatewayMessage message) {
    return encode(message, 0, Envelope.NO_SEQUENCE);
  }

  /**
   * Encodes a frame of the server.
   *
   * @throws IllegalArgumentException as {@link #encodeFromClient}, or when the envelope has no
   *     sequence number. A binary frame of the server must have a sequence number.
   */
  public byte[] encodeFromServer(Envelope envelope) {
    if (envelope.sequence() == Envelope.NO_SEQUENCE) {
      throw new IllegalArgumentException("a binary frame of the server needs a sequence number");
    }
    return encode(envelope.message(), SEQUENCE_LENGTH, envelope.sequence());
  }

  /**
   * Decodes a frame of the server. When this library has no message type for the opcode, or the
   * opcode belongs in a text frame, the result is an {@link Unrecognized} with the bytes after the
   * opcode.
   *
   * @throws MalformedMessageException when the frame is too short for its opcode, or too long. The
   *     exception contains the opcode and the sequence number if they could be read.
   */
  public Envelope decodeFromServer(byte[] frame) throws MalformedMessageException {
    requireFrameLength(frame);
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    int sequence =
        number(
            buffer,
            SEQUENCE_LENGTH,
            MalformedMessageException.UNKNOWN_OPCODE,
            Envelope.NO_SEQUENCE,
            "sequence");
    return new Envelope(sequence, decode(buffer, sequence));
  }

  /**
   * Decodes a frame of a client. The result for unknown opcodes is the same as in {@link
   * #decodeFromServer}.
   *
   * @throws MalformedMessageException when the frame is too short for its opcode, or too long. The
   *     exception contains the opcode if the opcode could be read.
   */
  public GatewayMessage decodeFromClient(byte[] frame) throws MalformedMessageException {
    requireFrameLength(frame);
    return decode(ByteBuffer.wrap(frame), Envelope.NO_SEQUENCE);
  }

  private static byte[] encode(GatewayMessage message, int sequenceLength, int sequence) {
    if (!IntegerRange.UINT8.contains(message.opcode())) {
      throw new IllegalArgumentException(
          "opcode " + message.opcode() + " does not fit into a binary frame");
    }
    Body body = bodyOf(message);
    ByteBuffer frame =
        ByteBuffer.allocate(
            sequenceLength + OPCODE_LENGTH + body.width() + body.content().length());
    putNumber(frame, sequenceLength, sequence);
    putNumber(frame, OPCODE_LENGTH, message.opcode());
    putNumber(frame, body.width(), body.number());
    body.content().putInto(frame);
    return frame.array();
  }

  private static Body bodyOf(GatewayMessage message) {
    if (message instanceof MlsExternalSender sender) {
      return new Body(0, 0, sender.content());
    } else if (message instanceof MlsKeyPackage keyPackage) {
      return new Body(0, 0, keyPackage.content());
    } else if (message instanceof MlsProposals proposals) {
      return new Body(Byte.BYTES, proposals.operation(), proposals.content());
    } else if (message instanceof MlsCommitWelcome commit) {
      return new Body(0, 0, commit.content());
    } else if (message instanceof MlsAnnounceCommitTransition commit) {
      return new Body(Short.BYTES, commit.transitionId(), commit.content());
    } else if (message instanceof MlsWelcome welcome) {
      return new Body(Short.BYTES, welcome.transitionId(), welcome.content());
    } else if (message instanceof Unrecognized unrecognized) {
      return new Body(0, 0, unrecognized.payload());
    }
    throw new IllegalArgumentException(
        "opcode " + message.opcode() + " belongs in a text frame, not in a binary frame");
  }

  private static GatewayMessage decode(ByteBuffer frame, int sequence)
      throws MalformedMessageException {
    int number =
        number(frame, OPCODE_LENGTH, MalformedMessageException.UNKNOWN_OPCODE, sequence, "opcode");
    Optional<Opcode> opcode = Opcode.of(number).filter(Opcode::binary);
    if (opcode.isEmpty()) {
      return new Unrecognized(number, sequence, OpaqueBytes.takeFrom(frame));
    }
    return switch (opcode.get()) {
      case MLS_EXTERNAL_SENDER -> new MlsExternalSender(OpaqueBytes.takeFrom(frame));
      case MLS_KEY_PACKAGE -> new MlsKeyPackage(OpaqueBytes.takeFrom(frame));
      case MLS_PROPOSALS ->
          new MlsProposals(
              number(frame, Byte.BYTES, number, sequence, "operation"),
              OpaqueBytes.takeFrom(frame));
      case MLS_COMMIT_WELCOME -> new MlsCommitWelcome(OpaqueBytes.takeFrom(frame));
      case MLS_ANNOUNCE_COMMIT_TRANSITION ->
          new MlsAnnounceCommitTransition(
              transitionId(frame, number, sequence), OpaqueBytes.takeFrom(frame));
      case MLS_WELCOME ->
          new MlsWelcome(transitionId(frame, number, sequence), OpaqueBytes.takeFrom(frame));
      default ->
          throw new IllegalStateException("no decoder for the binary opcode " + opcode.get());
    };
  }

  private static int transitionId(ByteBuffer frame, int opcode, int sequence)
      throws MalformedMessageException {
    return number(frame, Short.BYTES, opcode, sequence, "transition_id");
  }

  private static void requireFrameLength(byte[] frame) throws MalformedMessageException {
    if (frame.length > DecodeLimits.MAX_FRAME_LENGTH) {
      throw new MalformedMessageException(
          MalformedMessageException.UNKNOWN_OPCODE,
          Envelope.NO_SEQUENCE,
          StrictJson.WHOLE_MESSAGE,
          "at most " + DecodeLimits.MAX_FRAME_LENGTH + " bytes",
          frame.length + " bytes");
    }
  }

  private static int number(ByteBuffer frame, int width, int opcode, int sequence, String field)
      throws MalformedMessageException {
    if (frame.remaining() < width) {
      throw new MalformedMessageException(
          opcode,
          sequence,
          field,
          width == Byte.BYTES ? "1 byte" : width + " bytes",
          frame.remaining() + " remaining in the frame");
    }
    int number = 0;
    for (int i = 0; i < width; i++) {
      number = number << Byte.SIZE | Byte.toUnsignedInt(frame.get());
    }
    return number;
  }

  private static void putNumber(ByteBuffer frame, int width, int number) {
    for (int shift = (width - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      frame.put((byte) (number >>> shift));
    }
  }
}
