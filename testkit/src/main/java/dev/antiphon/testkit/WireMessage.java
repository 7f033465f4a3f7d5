package dev.antiphon.testkit;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.TextCodec;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** An encoded message of the server: can be written again and again. */
sealed interface WireMessage {

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
  }

  /** A binary frame. */
  @SuppressWarnings("ArrayRecordComponent")
  record Binary(byte[] bytes) implements WireMessage {
    @Override
    public WebSocketFrame frame() {
      return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public int length() {
      return bytes.length;
    }
  }

  /** A fresh frame to write. */
  WebSocketFrame frame();

  /** Its size, for limits: bytes, or characters of text. */
  int length();

  /** Encodes in the form that the opcode wants. */
  static WireMessage encode(GatewayMessage message, int sequence) {
    Envelope envelope = new Envelope(sequence, message);
    boolean binary = Opcode.of(message.opcode()).map(Opcode::binary).orElse(false);
    return binary
        ? new Binary(new BinaryCodec().encodeFromServer(envelope))
        : new Text(new TextCodec().encode(envelope));
  }
}
