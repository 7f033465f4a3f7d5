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

/** An encoded message of the server: can be written again and again. */
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
    /** Sequence number and opcode. */
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

    /** Up to its first vector, which goes on with the header of 2^30-1 bytes, and ends. */
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

  /** A fresh frame to write. */
  WebSocketFrame frame();

  /** Its size, for limits: bytes, or characters of text. */
  int length();

  /**
   * The same, spoiled.
   *
   * @param sequence its number, -1 for none
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

  /** Its first half. */
  WireMessage half();

  /** Encodes in the form that the opcode wants. */
  static WireMessage encode(GatewayMessage message, int sequence) {
    Envelope envelope = new Envelope(sequence, message);
    boolean binary = Opcode.of(message.opcode()).map(Opcode::binary).orElse(false);
    return binary
        ? new Binary(new BinaryCodec().encodeFromServer(envelope))
        : new Text(new TextCodec().encode(envelope));
  }
}
