package dev.antiphon.testkit.internal.udp;

import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.internal.calls.Calls;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.dave.DaveCalls;
import dev.antiphon.testkit.internal.fault.Faults;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.SessionKeys;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.internal.MalformedPacketException;
import dev.antiphon.udp.internal.OpusPacket;
import dev.antiphon.udp.internal.RtpHeader;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Forwards audio from one member to the other members of its call. Each frame is decrypted,
 * recorded, and encrypted again for each receiver. RTP sequence number and timestamp stay
 * unchanged, and also the SSRC except in the echo. Confined to the server's loop. Source: Discord
 * documentation, Voice Connections, "Transport Encryption and Sending Voice"; RFC 3550.
 */
public final class FrameRelay {

  private static final byte MARKER = (byte) 0xFA;

  /** An authentication tag of 8 bytes, a nonce, the length of the trailer, and the marker. */
  private static final int SHORTEST_TRAILER = 12;

  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private final ServerRecording recording;
  private final Calls calls;
  private final Faults faults;
  private final boolean echo;
  private final DaveCalls daveCalls;

  /** Creates a relay between the members of these calls. */
  public FrameRelay(
      ServerSettings settings,
      ServerRecording recording,
      Calls calls,
      DaveCalls daveCalls,
      Faults faults) {
    this.recording = recording;
    this.calls = calls;
    this.faults = faults;
    this.echo = settings.echo();
    this.daveCalls = daveCalls;
  }

  /**
   * Processes one RTP packet. It can overwrite the bytes of the packet.
   *
   * @param out sends a datagram
   */
  void receive(byte[] packet, InetSocketAddress from, BiConsumer<byte[], InetSocketAddress> out) {
    RtpHeader header;
    try {
      header = RtpHeader.parse(packet, packet.length);
    } catch (MalformedPacketException e) {
      violation(0, 0, ViolationKind.MALFORMED_DATAGRAM, String.valueOf(e.getMessage()));
      return;
    }
    Optional<VoiceSession> sender = calls.bySsrc(header.ssrc());
    if (sender.isEmpty()) {
      violation(0, 0, ViolationKind.UNKNOWN_SSRC, "RTP names SSRC " + header.ssrc() + ".");
      return;
    }
    open(packet, header, sender.get())
        .ifPresent(
            opus -> {
              sender.get().observe(from);
              accept(sender.get(), header, opus, out);
              faults.frame(sender.get(), sender.get().countFrame());
            });
  }

  private Optional<byte[]> open(byte[] packet, RtpHeader header, VoiceSession sender) {
    Optional<SessionKeys> keys = sender.keys();
    if (keys.isEmpty()) {
      violation(
          sender, ViolationKind.FRAME_BEFORE_DESCRIPTION, "RTP arrived before Select Protocol.");
      return Optional.empty();
    }
    int length = keys.get().open(packet, header.length());
    if (length < 0) {
      violation(
          sender,
          ViolationKind.UNAUTHENTIC,
          "RTP packet %d of %d bytes is not authentic."
              .formatted(header.sequence(), packet.length));
      return Optional.empty();
    }
    int nonce = AvailableCiphers.nonceOf(packet, packet.length);
    if (!keys.get().isFresh(nonce)) {
      violation(
          sender,
          ViolationKind.NONCE_REUSED,
          "RTP packet %d repeats nonce %s."
              .formatted(header.sequence(), Integer.toUnsignedString(nonce)));
      return Optional.empty();
    }
    Optional<byte[]> opus = payload(packet, header, length);
    if (opus.isEmpty()) {
      violation(
          sender,
          ViolationKind.MALFORMED_DATAGRAM,
          "Extension and padding of RTP packet %d are longer than its payload."
              .formatted(header.sequence()));
    } else {
      record(sender, header, nonce, opus.get());
    }
    return opus;
  }

  /** Returns the bytes between the body of the header extension and the padding. */
  private static Optional<byte[]> payload(byte[] packet, RtpHeader header, int length) {
    int from = header.length() + header.extensionBodyLength();
    int to = header.length() + length;
    if (header.padding() && to > from) {
      to -= packet[to - 1] & 0xFF;
    }
    return from <= to ? Optional.of(Arrays.copyOfRange(packet, from, to)) : Optional.empty();
  }

  private void record(VoiceSession sender, RtpHeader header, int nonce, byte[] opus) {
    boolean silence = OpusPacket.isSilence(opus);
    if (!silence && daveCalls.isInClear(sender, isEncrypted(opus))) {
      recording.countFrameInClear(sender.userId());
    }
    recording.record(
        new ServerEvent.FrameReceived(
            recording.now(),
            sender.guildId(),
            sender.userId(),
            header.ssrc(),
            header.sequence(),
            header.timestamp(),
            Integer.toUnsignedLong(nonce),
            OpaqueBytes.copyOf(opus),
            silence));
  }

  private void accept(
      VoiceSession sender,
      RtpHeader header,
      byte[] opus,
      BiConsumer<byte[], InetSocketAddress> out) {
    if (!sender.acceptsFrame()) {
      violation(
          sender,
          ViolationKind.FRAME_BEFORE_SPEAKING,
          "RTP packet %d arrived before the first Speaking.".formatted(header.sequence()));
      return;
    }
    boolean encrypted = daveCalls.isOn() && isMarked(opus);
    for (VoiceSession other : calls.othersOf(sender)) {
      boolean readable = !encrypted || other.offersDave();
      forward(other, header, header.ssrc(), readable ? opus : SILENCE, out);
    }
    if (echo && !encrypted) {
      forward(sender, header, sender.echoSsrc(), opus, out);
    }
  }

  /** Returns true if a frame ends with DAVE's marker (whitepaper, "Payload Format"). */
  private static boolean isMarked(byte[] opus) {
    int last = opus.length - 1;
    return last > 0 && opus[last] == MARKER && opus[last - 1] == MARKER;
  }

  /** Returns true if the trailer of the frame has the length of an encrypted frame's trailer. */
  private static boolean isEncrypted(byte[] opus) {
    if (!isMarked(opus) || opus.length < SHORTEST_TRAILER) {
      return false;
    }
    int trailer = opus[opus.length - 3] & 0xFF;
    return trailer >= SHORTEST_TRAILER && trailer <= opus.length;
  }

  private void forward(
      VoiceSession to,
      RtpHeader from,
      long ssrc,
      byte[] opus,
      BiConsumer<byte[], InetSocketAddress> out) {
    Optional<InetSocketAddress> address = to.audioAddress();
    if (to.described() && address.isPresent()) {
      RtpHeader header = RtpHeader.voice(from.sequence(), from.timestamp(), ssrc);
      byte[] packet = to.keys().orElseThrow().seal(header, opus);
      to.remember(packet);
      out.accept(packet, address.get());
      recording.countForwarded();
    }
  }

  private void violation(VoiceSession sender, ViolationKind kind, String detail) {
    violation(sender.guildId(), sender.userId(), kind, detail);
  }

  private void violation(long guildId, long userId, ViolationKind kind, String detail) {
    recording.record(new ServerEvent.Violation(recording.now(), 0, guildId, userId, kind, detail));
  }
}
