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
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: its frames and its end. The {@link SocketListener} processes its
 * messages. Confined to the server's loop.
 */
public final class ClientSocket extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

  /**
   * How long the server waits for the answer to a close frame. Then it closes the TCP connection.
   */
  private static final long CLOSE_GRACE_SECONDS = 2;

  private final long number;
  private final SocketListener listener;
  private final ServerRecording recording;
  private final BehaviourGate gate;
  private final MessageFaults faults;
  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @SuppressWarnings("NullAway.Init") // set by handlerAdded, before the first frame
  private Channel channel;

  private Peer peer;
  private Optional<VoiceSession> session = Optional.empty();
  private final ReorderBuffer incoming = new ReorderBuffer();
  private final ReorderBuffer outgoing = new ReorderBuffer();
  private final HeartbeatWatch heartbeats;
  private final MessageWriter writer;
  private Optional<Runnable> helloReplacement = Optional.empty();
  private OptionalLong channelId = OptionalLong.empty();
  private boolean opened;
  private boolean frozen;
  private boolean finished;

  /**
   * Creates a connection that is not open yet.
   *
   * @param number the number of the connection, from 1
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

  /** The number of the connection, from 1. */
  public long number() {
    return number;
  }

  /** The client, as far as it is known. */
  public Peer peer() {
    return peer;
  }

  /** The session of this connection. */
  public Optional<VoiceSession> session() {
    return session;
  }

  /** Sets the channel in which a later Identify puts the session. */
  public void putInChannel(long id) {
    channelId = OptionalLong.of(id);
  }

  /** The channel that a fault has set for the session, if there is one. */
  public OptionalLong channelId() {
    return channelId;
  }

  /** Completes when the TCP connection is closed. */
  public Future<?> closed() {
    return channel.closeFuture();
  }

  /** The server's address of the connection. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Attaches a session after its Identify or Resume was accepted. */
  public void bind(VoiceSession bound) {
    bound.socket().filter(previous -> previous != this).ifPresent(ClientSocket::abandon);
    session = Optional.of(bound);
    peer = new Peer(number, bound.guildId(), bound.userId());
    bound.attach(this);
  }

  /** Detaches the session. It continues without this WebSocket. */
  void release() {
    session = Optional.empty();
  }

  /** The session was resumed on another WebSocket while this TCP connection still looked open. */
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
      if (helloReplacement.isPresent()) {
        helloReplacement.get().run();
      } else {
        listener.opened(this);
      }
    }
    super.userEventTriggered(context, event);
  }

  // Received frames

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

  /** Returns true if the connection is neither closed nor frozen. */
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
      LOG.debug("Error on WebSocket {}", number, cause);
      violation(ViolationKind.BROKEN_TRANSPORT, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof TooLongFrameException && opened) {
      close(CloseCode.CLOSE_1009);
    } else {
      channel.close();
    }
  }

  /** Starts the timer for the next heartbeat. The listener is notified when it expires. */
  public void expectHeartbeatWithin(long nanos) {
    heartbeats.expectWithin(nanos, channel.eventLoop());
  }

  /** Restarts the timer for the next heartbeat. */
  public void heartbeatReceived() {
    heartbeats.restart(channel.eventLoop());
  }

  // Sent frames

  /** Sends a message without a number, if the behaviour delivers it. */
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

  /** Writes a frame at once. Returns false if the connection is closed or frozen. */
  public boolean write(WebSocketFrame frame) {
    return writer.write(channel, frame);
  }

  /** Runs the delivery. If it writes this message, the fault is applied to the message. */
  public void writingWith(GatewayMessage message, FaultAction action, Runnable delivery) {
    writer.writingWith(message, action, delivery);
  }

  /** Records a violation of the client. */
  public void violation(ViolationKind kind, String detail) {
    recording.record(
        new ServerEvent.Violation(
            recording.now(), number, peer.guildId(), peer.userId(), kind, detail));
  }

  // Close

  /** Closes with a code and its meaning. */
  public void close(CloseCode code) {
    close(code.number(), code.meaning());
  }

  /**
   * Writes a close frame. TCP stays open until the client has answered. Closing TCP with unread
   * messages would send a reset, and a reset can overtake the close frame.
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
   * Closes the connection for a fault.
   *
   * @param asked the session of the fault; if a Resume only requested it, a code that ends sessions
   *     also ends this session
   */
  public void close(int code, String reason, Optional<VoiceSession> asked) {
    boolean refused = session.isEmpty();
    close(code, reason);
    asked.filter(other -> refused).ifPresent(other -> listener.refused(other, code));
  }

  /**
   * Stops reading and writing. The session stays attached until it is resumed on another WebSocket.
   */
  public void freeze() {
    if (isServed()) {
      frozen = true;
      heartbeats.stop();
      channel.config().setAutoRead(false);
      TcpReset.afterLimit(channel);
    }
  }

  /** Sets an action that replaces Hello when the connection opens. */
  public void replaceHello(Runnable action) {
    helloReplacement = Optional.of(action);
  }

  /** Received messages that wait until others overtake them. */
  public ReorderBuffer incoming() {
    return incoming;
  }

  /** Outgoing messages that wait until others overtake them. */
  public ReorderBuffer outgoing() {
    return outgoing;
  }

  /** Resets TCP without a close frame and without a TLS close message. */
  public void reset() {
    finish(CloseCode.CLOSE_1006.number(), true, "");
    TcpReset.now(channel);
  }

  /** Closes TCP normally, but without a close frame. */
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
