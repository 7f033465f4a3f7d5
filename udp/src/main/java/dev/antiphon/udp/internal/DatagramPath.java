package dev.antiphon.udp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The implementation of {@link UdpPath} on a Netty channel. All private methods run on the event
 * loop.
 */
final class DatagramPath implements UdpPath {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramPath.class);
  private static final long NOT_DISCOVERING = -1;

  private final EventLoop loop;
  private final AudioClock clock;
  private final AvailableCiphers ciphers;
  private final Supplier<RtpStart> starts;
  private final PathCounters counters = new PathCounters();
  private final GuardedListener listener;
  private final Keepalive keepalive;
  private final DatagramClassifier classifier = new DatagramClassifier();
  private final RtpReceiver receiver;
  private final AudioClock.Listener tick = this::tick;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * The audio of the first {@link #publish} call. Another audio would use the same nonces with the
   * same key.
   */
  private final AtomicReference<OutgoingAudio> onlyAudio = new AtomicReference<>();

  private @Nullable Channel channel;
  private boolean opened;
  private boolean closing;
  private boolean unreachable;
  private long discovering = NOT_DISCOVERING;
  private @Nullable RtpSender sender;
  private @Nullable Publication publication;

  /** The audio that is sent, the speakers, and the tick at which sending began. */
  private record Publication(OutgoingAudio audio, Speakers speakers, long since) {}

  DatagramPath(
      EventLoop loop,
      AudioClock clock,
      AvailableCiphers ciphers,
      UdpListener listener,
      Supplier<RtpStart> starts) {
    this.loop = loop;
    this.clock = clock;
    this.ciphers = ciphers;
    this.starts = starts;
    this.listener = new GuardedListener(listener, counters);
    this.keepalive = new Keepalive(loop, packet -> write(packet, packet.length), counters);
    this.receiver = new RtpReceiver(ciphers, this.listener, counters);
  }

  /** Creates the channel handler of this path. */
  ChannelHandler handler() {
    return new Inbound();
  }

  /** Reports that the socket could not be opened. Can be called on any thread. */
  void openFailed(Throwable cause) {
    onLoop(
        () -> {
          listener.openFailed(
              cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause));
          shutDown();
          if (channel == null || !channel.isOpen()) {
            closed.complete(null);
          }
        });
  }

  @Override
  public void discover(long ssrc) {
    byte[] request = DiscoveryPacket.request(ssrc).encode();
    onLoop(
        () -> {
          discovering = ssrc;
          write(request, request.length);
        });
  }

  @Override
  public void publish(MediaSnapshot media, OutgoingAudio audio, Speakers speakers) {
    Objects.requireNonNull(media, "media");
    Objects.requireNonNull(audio, "audio");
    Objects.requireNonNull(speakers, "speakers");
    if (!onlyAudio.compareAndSet(null, audio) && onlyAudio.get() != audio) {
      throw new IllegalArgumentException(
          "This path sends other audio already; a path can send the audio of only one connection");
    }
    onLoop(() -> startMedia(media, audio, speakers));
  }

  private void startMedia(MediaSnapshot media, OutgoingAudio audio, Speakers speakers) {
    Publication before = publication;
    boolean begins = before == null;
    long since = before == null ? clock.add(tick) : before.since;
    Publication now = new Publication(audio, speakers, since);
    publication = now;
    applyMedia(media, now);
    if (begins) {
      // The owner may have ignored an earlier report before it called publish again.
      unreachable = false;
      audio.attach();
    }
  }

  @Override
  public void rekey(MediaSnapshot media) {
    Objects.requireNonNull(media, "media");
    onLoop(
        () -> {
          if (publication != null) {
            applyMedia(media, publication);
          }
        });
  }

  private void applyMedia(MediaSnapshot media, Publication now) {
    if (sender == null) {
      sender = new RtpSender(ciphers, media, now.audio.nonces(), starts.get(), now.since);
    } else {
      sender.use(media);
    }
    receiver.use(media, now.speakers);
  }

  @Override
  public void withdraw() {
    onLoop(this::stopMedia);
  }

  private void stopMedia() {
    if (publication != null) {
      publication = null;
      clock.remove(tick);
    }
  }

  @Override
  public void startKeepalive(Duration period) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("The keepalive period must be positive, not " + period);
    }
    onLoop(() -> keepalive.start(period));
  }

  @Override
  public void stopKeepalive() {
    onLoop(keepalive::stop);
  }

  @Override
  public void close() {
    onLoop(this::shutDown);
  }

  private void shutDown() {
    closing = true;
    listener.silence();
    stopMedia();
    keepalive.stop();
    if (sender != null) {
      sender.close();
      sender = null;
    }
    receiver.close();
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  @Override
  public PathStatistics statistics() {
    return counters.snapshot(keepalive.roundTrip(), clock);
  }

  @SuppressWarnings("ReferenceEquality") // a new publication can have equal values
  private void tick(long number) {
    Publication now = publication;
    if (now == null || number <= now.since) {
      return;
    }
    byte[] frame = now.audio.next();
    if (frame == null) {
      return;
    }
    if (publication != now) { // the speech listener changed the publication
      now.audio.hold(frame);
      return;
    }
    try {
      send(frame, number, now.audio);
    } catch (RuntimeException e) { // an error of the frame transform drops only this frame
      counters.count(PathCounter.SEND_FAILURES);
      now.audio.drop(frame);
      LOG.debug("The frame transform failed to protect a frame", e);
    }
  }

  private void send(byte[] frame, long number, OutgoingAudio audio) {
    RtpSender rtp = Objects.requireNonNull(sender, "sending needs a sender");
    if (writable() == null) {
      rtp.skip();
      counters.count(PathCounter.SEND_FAILURES);
      audio.drop(frame);
      return;
    }
    int length = rtp.seal(frame, number);
    if (length == RtpSender.HELD) {
      counters.count(PathCounter.FRAMES_HELD);
      audio.hold(frame);
    } else if (length == RtpSender.SPENT) {
      counters.count(PathCounter.SEND_FAILURES);
      audio.drop(frame);
    } else {
      write(rtp.packet(), length);
      counters.count(PathCounter.VOICE_SENT);
      audio.sent(frame, rtp.silenced());
    }
    if (rtp.nonceNearlySpent()) {
      listener.nonceNearlySpent();
    }
  }

  /** Returns the channel if it can send a datagram now, otherwise null. */
  private @Nullable Channel writable() {
    return channel != null && channel.isActive() && channel.isWritable() ? channel : null;
  }

  private boolean write(byte[] bytes, int length) {
    Channel socket = writable();
    if (socket == null) {
      counters.count(PathCounter.SEND_FAILURES);
      return false;
    }
    ByteBuf datagram = socket.alloc().ioBuffer(length, length).writeBytes(bytes, 0, length);
    counters.count(PathCounter.DATAGRAMS_SENT);
    // Failures are reported to exceptionCaught.
    socket.writeAndFlush(datagram, socket.voidPromise());
    return true;
  }

  private void received(ByteBuf content) {
    counters.count(PathCounter.DATAGRAMS_RECEIVED);
    if (unreachable) {
      unreachable = false;
      listener.datagram();
    }
    byte[] datagram = classifier.read(content);
    int length = classifier.length();
    switch (classifier.kindOf(discovering != NOT_DISCOVERING)) {
      case KEEPALIVE_SIZED -> {
        if (!keepalive.recognises(datagram)) {
          counters.count(PathCounter.UNKNOWN);
        }
      }
      case DISCOVERY -> discoveryAnswer(datagram, length);
      case VOICE -> voice(datagram, length);
      case RTCP -> counters.count(PathCounter.RTCP);
      case UNKNOWN -> counters.count(PathCounter.UNKNOWN);
    }
  }

  private void voice(byte[] datagram, int length) {
    if (publication == null) {
      counters.count(PathCounter.UNKNOWN);
      return;
    }
    try {
      receiver.receive(datagram, length);
    } catch (RuntimeException e) { // an error of the frame transform drops only this frame
      counters.count(PathCounter.UNTRANSFORMED);
      LOG.debug("The frame transform failed to decrypt a frame", e);
    }
  }

  private void discoveryAnswer(byte[] datagram, int length) {
    long ssrc = discovering;
    if (ssrc == NOT_DISCOVERING) {
      return; // the response to a repeated request
    }
    try {
      DiscoveryPacket packet = DiscoveryPacket.parse(datagram, length);
      packet.requireReplyTo(ssrc);
      discovering = NOT_DISCOVERING;
      listener.discovered(packet.address(), packet.port());
    } catch (MalformedPacketException e) {
      counters.count(PathCounter.DISCOVERY_INVALID);
      listener.discoveryInvalid(String.valueOf(e.getMessage()));
    }
  }

  private void failed(Throwable cause) {
    if (cause instanceof ClosedChannelException || closing) {
      return;
    }
    if (!(cause instanceof IOException io)) {
      LOG.warn("Failed to handle a datagram", cause);
    } else if (SocketErrors.isLasting(io)) {
      lastingFailure(io);
    } else {
      counters.count(PathCounter.SEND_FAILURES);
    }
  }

  private void lastingFailure(IOException cause) {
    counters.count(PathCounter.LASTING_ERRORS);
    if (!unreachable) {
      unreachable = true;
      listener.unreachable(cause);
    }
  }

  private void channelClosed() {
    if (!opened && !closing) {
      return; // openFailed reports the failed connection attempt
    }
    if (!closing) {
      lastingFailure(new ClosedChannelException());
      shutDown();
    }
    closed.complete(null);
  }

  private void onLoop(Runnable action) {
    if (loop.inEventLoop()) {
      runUnlessClosing(action);
      return;
    }
    try {
      loop.execute(() -> runUnlessClosing(action));
    } catch (RejectedExecutionException e) { // the event loop was shut down with the socket
      closed.complete(null);
    }
  }

  private void runUnlessClosing(Runnable action) {
    if (!closing) {
      action.run();
    }
  }

  /** The channel handler of the path. */
  private final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      channel = ctx.channel();
      channel.closeFuture().addListener(done -> channelClosed());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (closing) {
        ctx.channel().close();
      } else {
        opened = true;
        listener.ready();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
      if (!closing) {
        received(datagram.content());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failed(cause);
    }
  }
}
