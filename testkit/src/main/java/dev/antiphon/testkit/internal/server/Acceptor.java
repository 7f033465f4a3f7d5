package dev.antiphon.testkit.internal.server;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.fault.Faults;
import dev.antiphon.testkit.internal.net.TcpReset;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.BehaviourGate;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.record.ViolationKind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;

/** Creates the pipeline of each accepted TCP connection: TLS, upgrade, WebSocket, messages. */
final class Acceptor extends ChannelInitializer<Channel> {

  private static final int MAX_REQUEST = 16 * 1024;
  private static final int MAX_FRAME = 256 * 1024;
  private static final int MAX_MESSAGE = 1024 * 1024;

  private final ServerSettings settings;
  private final ChannelGroup channels;
  private final ServerProtocol protocol;
  private final ServerRecording recording;
  private final BehaviourGate gate;
  private final Faults faults;
  private long accepted;

  Acceptor(
      ServerSettings settings,
      ChannelGroup channels,
      ServerProtocol protocol,
      ServerRecording recording,
      BehaviourGate gate,
      Faults faults) {
    this.settings = settings;
    this.channels = channels;
    this.protocol = protocol;
    this.recording = recording;
    this.gate = gate;
    this.faults = faults;
  }

  @Override
  protected void initChannel(Channel channel) {
    ClientSocket socket = new ClientSocket(++accepted, protocol, recording, gate, faults);
    if (channels.size() >= settings.maxConnections()) {
      socket.violation(
          ViolationKind.LIMIT_REACHED, "The server has reached its limit of connections.");
      channel.close();
      return;
    }
    channels.add(channel);
    Optional<FaultAction> fault = faults.connected(socket);
    if (fault.isPresent() && appliedBeforeRead(channel, fault.get())) {
      return;
    }
    fault
        .filter(Acceptor::replacesHello)
        .ifPresent(action -> socket.replaceHello(() -> faults.cut(action, Target.of(socket))));
    ChannelPipeline pipeline = channel.pipeline();
    settings
        .tls()
        .context()
        .ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
    pipeline.addLast(
        new HttpServerCodec(),
        new HttpObjectAggregator(MAX_REQUEST),
        new UpgradeGate(socket, fault),
        new WebSocketServerProtocolHandler(webSocket()),
        new WebSocketFrameAggregator(MAX_MESSAGE),
        socket);
  }

  /** Resets every TCP connection. Confined to the server's loop. */
  void resetAll() {
    for (Channel channel : List.copyOf(channels)) {
      ClientSocket socket = channel.pipeline().get(ClientSocket.class);
      if (socket == null) {
        TcpReset.now(channel);
      } else {
        socket.reset();
      }
    }
  }

  /** Applies a fault that acts before the first byte is read. Returns false for a later fault. */
  private boolean appliedBeforeRead(Channel channel, FaultAction fault) {
    if (fault instanceof FaultAction.Hang) {
      channel.pipeline().addLast(new Silence());
      TcpReset.afterLimit(channel);
    } else if (fault instanceof FaultAction.Reset) {
      TcpReset.now(channel);
    } else if (fault instanceof FaultAction.Eof) {
      channel.close();
    } else if (fault instanceof FaultAction.Die die) {
      faults.die(die);
    } else {
      return false;
    }
    return true;
  }

  private static boolean replacesHello(FaultAction fault) {
    return fault instanceof FaultAction.Close || fault instanceof FaultAction.Freeze;
  }

  /** Reads everything to notice that the client disconnects, but never answers. */
  private static final class Silence extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** {@link ClientSocket} handles the close handshake, because the close codes matter here. */
  private static WebSocketServerProtocolConfig webSocket() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .checkStartsWith(true)
        .handleCloseFrames(false)
        .sendCloseFrame(null)
        .decoderConfig(WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(MAX_FRAME).build())
        .build();
  }
}
