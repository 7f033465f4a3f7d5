package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.TextCodec;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.internal.net.CloseFrames;
import dev.antiphon.testkit.internal.net.TcpReset;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.Peer;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: frames in and out, and its end. What is said on it is the {@link
 * SocketListener}'s. Confined to the server's loop.
 */
public final class ClientSocket extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

  /** How long a client may take to answer a close frame before its TCP connection is closed. */
  private static final long CLOSE_GRACE_SECONDS = 2;

  private final long number;
  private final SocketListener listener;
  private final ServerRecording recording;
  private final BehaviourGate gate;
  private final MessageFaults faults;
  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @SuppressWarnings("NullAway.Init") // set when it is added to a pipeline, before anything comes
  private Channel channel;

  private Peer peer;
  private Optional<VoiceSession> session = Optional.empty();
  private final Overtaking incoming = new Overtaking();
  private final Overtaking outgoing = new Overtaking();
  private final HeartbeatWatch heartbeats;
  private final MessageWriter writer;
  private Optional<Runnable> greeting = Optional.empty();
  private boolean opened;
  private boolean frozen;
  private boolean finished;

  /**
   * A connection that is not open yet.
   *
   * @param number its ordinal, from 1
   */
  public ClientSocket(
      long number,
      SocketListener listener,
      ServerRecording recording,
      BehaviourGate gate,
      MessageFaults faults) {
    this.number = number;
    this.peer = new Peer(number, 0, 0);
    this.listener = listener;
    this.recording = recording;
    this.gate = gate;
    this.faults = faults;
    this.heartbeats = new HeartbeatWatch(() -> listener.silent(this));
    this.writer = new MessageWriter(this, recording, faults);
  }

  /** Its ordinal, from 1. */
  public long number() {
    return number;
  }

  /** Who is at the other end, as far as it is known. */
  public Peer peer() {
    return peer;
  }

  /** The session that is served here. */
  public Optional<VoiceSession> session() {
    return session;
  }

  /** Completes when the TCP connection is closed. */
  public Future<?> gone() {
    return channel.closeFuture();
  }

  /** The server's end of the connection. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** An Identify or Resume was accepted: the session is served here. */
  public void bind(VoiceSession bound) {
    bound.socket().filter(former -> former != this).ifPresent(ClientSocket::abandon);
    session = Optional.of(bound);
    peer = new Peer(number, bound.guildId(), bound.userId());
    bound.attach(this);
  }

  /** The session goes on without this WebSocket. */
  void release() {
    session = Optional.empty();
  }

  /** The session was resumed elsewhere while TCP still looked open here. */
  private void abandon() {
    release();
    reset();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof HandshakeComplete) {
      opened = true;
      recording.record(
          new ServerEvent.Connected(
              recording.now(), number, (InetSocketAddress) channel.remoteAddress()));
      if (greeting.isPresent()) {
        greeting.get().run();
      } else {
        listener.opened(this);
      }
    }
    super.userEventTriggered(context, event);
  }

  // In

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frozen) {
      return;
    }
    if (finished) {
      if (frame instanceof CloseWebSocketFrame) {
        channel.close();
      }
    } else if (frame instanceof TextWebSocketFrame textFrame) {
      receive(() -> text.decode(textFrame.text()).message());
    } else if (frame instanceof BinaryWebSocketFrame) {
      byte[] bytes = ByteBufUtil.getBytes(frame.content());
      receive(() -> binary.decodeFromClient(bytes));
    } else if (frame instanceof CloseWebSocketFrame close) {
      closedByClient(close);
    }
  }

  private interface Decoding {
    GatewayMessage run() throws MalformedMessageException;
  }

  private void receive(Decoding decoding) {
    GatewayMessage message;
    try {
      message = decoding.run();
    } catch (MalformedMessageException e) {
      listener.malformed(this, e);
      return;
    }
    Target target = listener.senderOf(this, message);
    Peer from = target.peer();
    recording.record(
        new ServerEvent.MessageReceived(
            recording.now(), number, from.guildId(), from.userId(), message));
    gate.incoming(
        from,
        message,
        () -> {
          if (isServed()) {
            faults.received(target, message, () -> act(message));
          }
        });
  }

  private void act(GatewayMessage message) {
    if (isServed()) {
      listener.received(this, message);
    }
  }

  /** Whether it is neither closed nor given up. */
  boolean isServed() {
    return !finished && !frozen;
  }

  private void closedByClient(CloseWebSocketFrame close) {
    int code = close.statusCode() == -1 ? CloseCode.CLOSE_1005.number() : close.statusCode();
    finish(code, false, close.reasonText());
    channel.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    finish(CloseCode.CLOSE_1006.number(), false, "");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.debug("WebSocket {} broke", number, cause);
      violation(ViolationKind.BROKEN_TRANSPORT, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof TooLongFrameException && opened) {
      close(CloseCode.CLOSE_1009);
    } else {
      channel.close();
    }
  }

  /** The client must be heard of again within this time, or the listener is told. */
  public void expectHeartbeatWithin(long nanos) {
    heartbeats.expectWithin(nanos, channel.eventLoop());
  }

  /** The time in which the client must be heard of again begins anew. */
  public void heard() {
    heartbeats.heard(channel.eventLoop());
  }

  // Out

  /** Sends a message without a number, as far as the behaviour lets it. */
  public void send(GatewayMessage message, Runnable afterwards) {
    gate.outgoing(
        peer,
        message,
        () -> {
          if (!finished) {
            faults.sending(Target.of(this), message, () -> sendNow(message, afterwards));
          }
        });
  }

  private void sendNow(GatewayMessage message, Runnable afterwards) {
    if (!finished) {
      write(message, Envelope.NO_SEQUENCE, WireMessage.encode(message, Envelope.NO_SEQUENCE));
      afterwards.run();
    }
  }

  /** Writes a message at once. */
  public void write(GatewayMessage message, int sequence, WireMessage wire) {
    writer.write(channel, message, sequence, wire);
  }

  /** Writes a frame at once; false when the connection is closed or was given up. */
  public boolean write(WebSocketFrame frame) {
    return writer.write(channel, frame);
  }

  /** If the delivery writes this message, then with this fault. */
  public void distorting(GatewayMessage message, FaultAction action, Runnable delivery) {
    writer.distorting(message, action, delivery);
  }

  /** Records what the client did wrong. */
  public void violation(ViolationKind kind, String detail) {
    recording.record(
        new ServerEvent.Violation(
            recording.now(), number, peer.guildId(), peer.userId(), kind, detail));
  }

  // The end

  /** Closes with a code and its meaning. */
  public void close(CloseCode code) {
    close(code.number(), code.meaning());
  }

  /**
   * Writes a close frame. TCP stays open until the client has answered: closing it with its
   * messages still unread would be a reset that overtakes the close frame.
   */
  public void close(int code, String reason) {
    if (finished) {
      return;
    }
    finish(code, true, reason);
    channel.writeAndFlush(CloseFrames.of(code, reason));
    channel.eventLoop().schedule(() -> channel.close(), CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Closes as a fault does.
   *
   * @param asked the session concerned; one that was only asked for ends when the code says so
   */
  public void close(int code, String reason, Optional<VoiceSession> asked) {
    boolean refused = session.isEmpty();
    close(code, reason);
    asked.filter(other -> refused).ifPresent(other -> listener.refused(other, code));
  }

  /** Neither reads nor writes any more; its session stays with it until resumed elsewhere. */
  public void freeze() {
    if (isServed()) {
      frozen = true;
      heartbeats.stop();
      channel.config().setAutoRead(false);
      TcpReset.inTheEnd(channel);
    }
  }

  /** Once it is open, this happens in place of Hello. */
  public void greetWith(Runnable deed) {
    greeting = Optional.of(deed);
  }

  /** Received messages that others overtake. */
  public Overtaking incoming() {
    return incoming;
  }

  /** Messages to send that others overtake. */
  public Overtaking outgoing() {
    return outgoing;
  }

  /** Drops TCP without a close frame and without TLS's farewell. */
  public void reset() {
    finish(CloseCode.CLOSE_1006.number(), true, "");
    TcpReset.now(channel);
  }

  /** Closes TCP without a close frame, but in order. */
  public void endOfStream() {
    finish(CloseCode.CLOSE_1006.number(), true, "");
    channel.close();
  }

  private void finish(int code, boolean byServer, String reason) {
    if (finished) {
      return;
    }
    finished = true;
    heartbeats.stop();
    if (!opened) {
      return;
    }
    recording.record(
        new ServerEvent.Closed(
            recording.now(), number, peer.guildId(), peer.userId(), code, byServer, reason));
    Optional<VoiceSession> served = session;
    release();
    served.ifPresent(left -> listener.closed(left, code, byServer));
    outgoing.release();
  }
}
