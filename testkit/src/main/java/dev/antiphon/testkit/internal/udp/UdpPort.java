package dev.antiphon.testkit.internal.udp;

import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.testkit.internal.calls.Calls;
import dev.antiphon.testkit.internal.fault.Faults;
import dev.antiphon.testkit.internal.net.UdpSocket;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.BehaviourGate;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.MalformedPacketException;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voice server's UDP port. It distinguishes discovery, keepalives, audio and other datagrams.
 * Confined to the server's loop. Source: Discord documentation, Voice Connections, "IP Discovery";
 * RFC 5761 for the distinction of RTCP and RTP.
 *
 * <p>Sharable because it moves to a new channel each time the server returns after a crash.
 */
@ChannelHandler.Sharable
public final class UdpPort extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

  private final ServerRecording recording;
  private final Calls calls;
  private final BehaviourGate gate;
  private final Faults faults;
  private final FrameRelay frames;

  @SuppressWarnings("NullAway.Init") // set by handlerAdded, before the first datagram
  private Channel channel;

  @SuppressWarnings("NullAway.Init") // set by channelActive, before clients connect
  private InetSocketAddress bound;

  /** Creates a port that is not open yet. */
  public UdpPort(
      ServerRecording recording,
      Calls calls,
      BehaviourGate gate,
      Faults faults,
      FrameRelay frames) {
    this.recording = recording;
    this.calls = calls;
    this.gate = gate;
    this.faults = faults;
    this.frames = frames;
  }

  /**
   * Returns the address for Ready. The argument is the server's address of the client's WebSocket.
   */
  public InetSocketAddress advertisedTo(InetSocketAddress webSocket) {
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(webSocket.getAddress(), bound.getPort())
        : bound;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    bound = (InetSocketAddress) channel.localAddress();
    super.channelActive(context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    byte[] bytes = ByteBufUtil.getBytes(packet.content());
    InetSocketAddress from = packet.sender();
    switch (kindOf(bytes)) {
      case KEEPALIVE -> keepalive(bytes, from);
      case DISCOVERY -> discovery(bytes, from);
      case AUDIO -> frames.receive(bytes, from, this::write);
      case MEANINGLESS -> recording.countIgnoredDatagram();
      case UNKNOWN ->
          violation(
              0,
              0,
              ViolationKind.MALFORMED_DATAGRAM,
              bytes.length + " bytes are not audio, discovery or a keepalive.");
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  private enum Kind {
    KEEPALIVE,
    DISCOVERY,
    AUDIO,
    /** Real clients send such datagrams. They need no answer and are no violation. */
    MEANINGLESS,
    UNKNOWN
  }

  private static Kind kindOf(byte[] bytes) {
    if (bytes.length == 8 || bytes.length == 9) {
      return Kind.KEEPALIVE;
    }
    if (isZero(bytes)) {
      return Kind.MEANINGLESS;
    }
    if (bytes.length == DiscoveryPacket.LENGTH && bytes[0] == 0) {
      return Kind.DISCOVERY;
    }
    if ((bytes[0] & 0xC0) != 0x80 || bytes.length < 2) {
      return Kind.UNKNOWN;
    }
    int type = bytes[1] & 0xFF;
    return type >= 192 && type <= 223 ? Kind.MEANINGLESS : Kind.AUDIO;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void keepalive(byte[] bytes, InetSocketAddress from) {
    Optional<VoiceSession> member =
        calls.all().stream().filter(session -> session.isAt(from)).findFirst();
    recording.record(
        new ServerEvent.KeepaliveReceived(
            recording.now(),
            member.map(VoiceSession::guildId).orElse(0L),
            member.map(VoiceSession::userId).orElse(0L),
            from,
            bytes.length));
    Target target =
        member
            .map(Target::of)
            .orElseGet(() -> new Target(new Peer(0, 0, 0), Optional.empty(), Optional.empty()));
    faults.keepalive(
        target,
        () -> {
          write(bytes, from);
          channel.flush();
        });
  }

  private void discovery(byte[] bytes, InetSocketAddress from) {
    DiscoveryPacket request;
    try {
      request = DiscoveryPacket.parse(bytes, bytes.length);
    } catch (MalformedPacketException e) {
      violation(0, 0, ViolationKind.MALFORMED_DATAGRAM, String.valueOf(e.getMessage()));
      return;
    }
    if (request.kind() != DiscoveryPacket.Kind.REQUEST) {
      violation(
          0,
          0,
          ViolationKind.MALFORMED_DATAGRAM,
          "A client sent a discovery reply instead of a request.");
      return;
    }
    Optional<VoiceSession> member = calls.bySsrc(request.ssrc());
    if (member.isEmpty()) {
      violation(0, 0, ViolationKind.UNKNOWN_SSRC, "Discovery names SSRC " + request.ssrc() + ".");
      return;
    }
    VoiceSession session = member.get();
    session.observe(from);
    recording.record(
        new ServerEvent.DiscoveryRequested(
            recording.now(), session.guildId(), session.userId(), request.ssrc(), from));
    String address = NetUtil.toAddressString(from.getAddress());
    byte[] reply = DiscoveryPacket.reply(request.ssrc(), address, from.getPort()).encode();
    gate.discovery(
        session.peer(),
        from,
        () ->
            faults.discovery(
                Target.of(session),
                reply,
                answer -> {
                  write(answer, from);
                  channel.flush();
                }));
  }

  /**
   * Sends an unexpected datagram to a member. Returns false if required data does not exist yet.
   */
  public boolean inject(VoiceSession member, StrayDatagram what) {
    Optional<InetSocketAddress> to = member.audioAddress();
    Optional<byte[]> datagram = to.flatMap(address -> StrayDatagrams.make(what, member, address));
    boolean sent = datagram.isPresent() && UdpSocket.write(channel, datagram.get(), to.get());
    channel.flush();
    return sent;
  }

  private void write(byte[] bytes, InetSocketAddress to) {
    UdpSocket.write(channel, bytes, to);
  }

  private void violation(long guildId, long userId, ViolationKind kind, String detail) {
    recording.record(new ServerEvent.Violation(recording.now(), 0, guildId, userId, kind, detail));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A client that has left causes an ICMP "unreachable" error here. The port stays open.
    LOG.debug("Error on the UDP port", cause);
  }
}
