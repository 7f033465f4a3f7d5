package dev.antiphon.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Binary frames of the voice gateway, version 8, which carry the MLS messages of DAVE.
 *
 * <p>From the server: sequence (unsigned 16 bit), opcode (unsigned 8 bit), payload. From the
 * client: opcode, payload. All big-endian. Immutable, without state, safe to share between threads.
 * It does not judge who says what: the two pairs of methods differ in the sequence only. Decoding
 * keeps to the {@link DecodeLimits}.
 *
 * <p>Source: Discord documentation, Voice Connections, "Binary WebSocket Messages"; DAVE
 * whitepaper, "Voice Gateway".
 */
public final class BinaryCodec {

  private static final int SEQUENCE_LENGTH = Short.BYTES;
  private static final int OPCODE_LENGTH = Byte.BYTES;

  /**
   * What stands after the opcode: a number of 0, 1 or 2 bytes, then content not looked into.
   *
   * @param width bytes of the number
   * @param number operation or transition id; 0 when there is none
   * @param content the rest
   */
  private record Body(int width, int number, OpaqueBytes content) {}

  /**
   * Writes a frame as a client does.
   *
   * @throws IllegalArgumentException when the message travels in text frames, or has an opcode
   *     above 255
   */
  public byte[] encodeFromClient(GatewayMessage message) {
    return encode(message, 0, Envelope.NO_SEQUENCE);
  }

  /**
   * Writes a frame as the server does.
   *
   * @throws IllegalArgumentException as {@link #encodeFromClient}, or when the envelope has no
   *     sequence, which a binary frame of the server cannot leave out
   */
  public byte[] encodeFromServer(Envelope envelope) {
    if (envelope.sequence() == Envelope.NO_SEQUENCE) {
      throw new IllegalArgumentException("a binary frame of the server needs a sequence number");
    }
    return encode(envelope.message(), SEQUENCE_LENGTH, envelope.sequence());
  }

  /**
   * Reads a frame of the server. One whose opcode has no record, or belongs into a text frame,
   * becomes an {@link Unrecognized} that keeps what follows the opcode.
   *
   * @throws MalformedMessageException when the frame is too short for what it claims to be, or too
   *     long; it names opcode and sequence as far as they could be read
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
   * Reads a frame of a client. Unrecognised ones are treated as in {@link #decodeFromServer}.
   *
   * @throws MalformedMessageException when the frame is too short for what it claims to be, or too
   *     long; it names the opcode as far as it could be read
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
        "opcode " + message.opcode() + " travels in text frames, not in binary");
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
      default -> throw new IllegalStateException(opcode.get() + " is said to be binary");
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
          frame.remaining() + " left in the frame");
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
