package dev.antiphon.udp.internal;

import dev.antiphon.udp.spi.TransportCipher;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Receives the voice packets of one path. It authenticates and decrypts them, rejects replayed
 * packets, removes extension and padding, and passes the frame to the listener. Invalid packets are
 * counted and dropped.
 */
final class RtpReceiver {
  /** The maximum number of SSRCs with a replay window. Beyond it, the oldest window is removed. */
  static final int MAX_STREAMS = 1_024;

  /** The maximum length of a datagram in bytes. */
  static final int MAX_DATAGRAM = 2_048;

  private static final long MAX_TIMESTAMP = 0xFFFF_FFFFL;

  private final AvailableCiphers ciphers;
  private final UdpListener listener;
  private final PathCounters counters;
  private final Map<Long, ReplayWindow> windows = new LinkedHashMap<>();
  private final FrameTransform.Output output = new Delivery();
  private @Nullable Reception reception;

  /** The media, speakers and cipher for received packets. */
  private record Reception(MediaSnapshot media, Speakers speakers, TransportCipher cipher) {}

  /** Creates a receiver. {@link #use} must be called before the first packet. */
  RtpReceiver(AvailableCiphers ciphers, UdpListener listener, PathCounters counters) {
    this.ciphers = ciphers;
    this.listener = listener;
    this.counters = counters;
  }

  /** Changes the media. With the same key, the replay windows are kept. */
  void use(MediaSnapshot next, Speakers speakers) {
    Reception before = reception;
    if (before == null
        || next.mode() != before.media.mode()
        || !next.key().equals(before.media.key())) {
      closeCipher();
      reception = new Reception(next, speakers, ciphers.create(next.mode(), next.key()));
      windows.clear();
    } else {
      reception = new Reception(next, speakers, before.cipher);
    }
  }

  /** Releases the key. */
  void close() {
    closeCipher();
    windows.clear();
  }

  private void closeCipher() {
    if (reception != null) {
      reception.cipher.close();
      reception = null;
    }
  }

  /** Handles one RTP packet with Discord's payload type. The array is modified. */
  void receive(byte[] datagram, int length) {
    try {
      open(datagram, length, RtpHeader.parse(datagram, length));
    } catch (MalformedPacketException e) {
      counters.count(PathCounter.MALFORMED);
    }
  }

  private void open(byte[] datagram, int length, RtpHeader header) throws MalformedPacketException {
    Reception now = Objects.requireNonNull(reception, "use() was not called");
    if (header.ssrc() == now.media.ssrc()) {
      counters.count(PathCounter.UNKNOWN);
      return;
    }
    int plain = now.cipher.open(datagram, header.length(), length);
    if (plain < 0) {
      counters.count(PathCounter.UNAUTHENTIC);
      return;
    }
    int nonce = AvailableCiphers.nonceOf(datagram, length);
    if (!window(header.ssrc()).accept(header.sequence(), (int) header.timestamp(), nonce)) {
      counters.count(PathCounter.REPLAYED);
      return;
    }
    int from = header.length() + header.extensionBodyLength();
    int end = header.length() + plain;
    deliver(now, datagram, from, end - paddingLength(header, datagram, end) - from, header);
  }

  /**
   * RFC 3550, 5.1: the last byte of a padded payload is the length of the padding, including this
   * byte.
   */
  private static int paddingLength(RtpHeader header, byte[] datagram, int end)
      throws MalformedPacketException {
    if (!header.padding()) {
      return 0;
    }
    int padding = end > header.length() ? datagram[end - 1] & 0xFF : 0;
    if (padding == 0) {
      throw new MalformedPacketException("RTP padding", "a count of at least 1", "none");
    }
    return padding;
  }

  private void deliver(Reception now, byte[] datagram, int from, int length, RtpHeader header)
      throws MalformedPacketException {
    if (length <= 0) {
      throw new MalformedPacketException(
          "RTP payload", "a frame between extension and padding", "none");
    }
    long position = (long) header.sequence() << Integer.SIZE | header.timestamp();
    now.media
        .transform()
        .receive(
            now.speakers.idOf(header.ssrc()),
            header.ssrc(),
            position,
            datagram,
            from,
            length,
            output);
  }

  /** Passes recovered frames to the listener, at once or when the transform has their keys. */
  private final class Delivery implements FrameTransform.Output {
    @Override
    public void deliver(long userId, long ssrc, long position, byte[] frame, int off, int len) {
      byte[] copy = Arrays.copyOfRange(frame, off, off + len);
      counters.count(PathCounter.VOICE_RECEIVED);
      OptionalLong user =
          userId == Speakers.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(userId);
      listener.opus(user, ssrc, (int) (position >>> Integer.SIZE), position & MAX_TIMESTAMP, copy);
    }

    @Override
    public void drop() {
      counters.count(PathCounter.UNTRANSFORMED);
    }
  }

  private ReplayWindow window(long ssrc) {
    ReplayWindow window = windows.get(ssrc);
    if (window == null) {
      window = new ReplayWindow();
      windows.put(ssrc, window);
      if (windows.size() > MAX_STREAMS) {
        var oldest = windows.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return window;
  }
}
