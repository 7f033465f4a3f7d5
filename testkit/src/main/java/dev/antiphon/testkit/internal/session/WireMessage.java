package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.TextCodec;
import dev.antiphon.testkit.fault.FaultAction;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;

/** An encoded message of the server. It can be written several times. */
public sealed interface WireMessage {

  /** A text frame. */
  record Text(String text) implements WireMessage {
    @Override
    public WebSocketFrame frame() {
      return new TextWebSocketFrame(text);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public WireMessage half() {
      return new Text(text.substring(0, text.length() / 2));
    }
  }

  /** A binary frame. */
  @SuppressWarnings("ArrayRecordComponent")
  record Binary(byte[] bytes) implements WireMessage {
    /** The length of the sequence number and the opcode. */
    private static final int HEAD = 3;

    private static final byte[] GIBIBYTE = {(byte) 0xBF, -1, -1, -1};

    @Override
    public WebSocketFrame frame() {
      return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public int length() {
      return bytes.length;
    }

    private Binary withWrongBit() {
      byte[] wrong = bytes.clone();
      wrong[wrong.length - 1] ^= 1;
      return new Binary(wrong);
    }

    /**
     * Keeps the message up to its first vector. The vector is then only a header with a length of
     * 2^30-1 bytes.
     */
    private Binary withLength(int opcode) {
      int before = HEAD + firstVector(opcode);
      byte[] wrong = Arrays.copyOf(bytes, before + GIBIBYTE.length);
      System.arraycopy(GIBIBYTE, 0, wrong, before, GIBIBYTE.length);
      return new Binary(wrong);
    }

    private static int firstVector(int opcode) {
      return switch (Opcode.of(opcode).orElseThrow()) {
        case MLS_PROPOSALS -> Byte.BYTES;
        case MLS_WELCOME -> 2 * Short.BYTES;
        case MLS_ANNOUNCE_COMMIT_TRANSITION -> 3 * Short.BYTES;
        default -> 0;
      };
    }

    @Override
    public WireMessage half() {
      return new Binary(Arrays.copyOf(bytes, bytes.length / 2));
    }
  }

  /** Returns a new frame with this message. */
  WebSocketFrame frame();

  /** Returns the size for limits: in bytes, or in characters of text. */
  int length();

  /**
   * Returns the message with the given damage.
   *
   * @param sequence the number of the message, -1 for no number
   */
  default WireMessage corrupted(FaultAction.Corrupt.How how, int opcode, int sequence) {
    return switch (how) {
      case TRUNCATE -> half();
      case GARBAGE -> this instanceof Binary ? new Binary(new byte[] {-1}) : new Text("}no json{");
      case TYPE -> {
        String seq = sequence == Envelope.NO_SEQUENCE ? "" : ",\"seq\":" + sequence;
        yield new Text("{\"op\":" + opcode + ",\"d\":\"of a wrong type\"" + seq + "}");
      }
      case BIT -> this instanceof Binary binary ? binary.withWrongBit() : this;
      case LENGTH -> this instanceof Binary binary ? binary.withLength(opcode) : this;
    };
  }

  /** Returns the first half of the message. */
  WireMessage half();

  /** Encodes the message as text or binary, as its opcode requires. */
  static WireMessage encode(GatewayMessage message, int sequence) {
    Envelope envelope = new Envelope(sequence, message);
    boolean binary = Opcode.of(message.opcode()).map(Opcode::binary).orElse(false);
    return binary
        ? new Binary(new BinaryCodec().encodeFromServer(envelope))
        : new Text(new TextCodec().encode(envelope));
  }
}
