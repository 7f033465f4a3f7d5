package dev.antiphon.testkit.internal.udp;

import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.RtpHeader;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Creates {@link StrayDatagram}s for a member. Confined to the server's loop. */
final class StrayDatagrams {

  private static final byte NEITHER_RTP_NOR_DISCOVERY = 0x17;
  private static final int GARBAGE_LENGTH = 100;
  private static final byte[] OPUS = {(byte) 0xF8, 1, 2, 3};
  private static final int TAG_AND_NONCE = 20;
  private static final int SENDER_REPORT = 200;
  private static final int REPORT_LENGTH = 28;
  private static final int WORD = 4;

  private StrayDatagrams() {}

  /**
   * Returns the datagram. Empty if the required audio or key does not exist yet.
   *
   * @param to the address of the member
   */
  static Optional<byte[]> make(StrayDatagram what, VoiceSession member, InetSocketAddress to) {
    long foreign = member.ssrc() ^ 0x8000_0000L;
    return switch (what) {
      case GARBAGE -> Optional.of(filled(GARBAGE_LENGTH));
      case EMPTY -> Optional.of(new byte[0]);
      case REPLAYED -> member.lastAudio();
      case UNAUTHENTIC -> Optional.of(unauthentic(foreign));
      case FOREIGN_SSRC -> voice(member, foreign);
      case OWN_SSRC -> voice(member, member.ssrc());
      case RTCP -> Optional.of(report(foreign, new byte[REPORT_LENGTH - 2 * WORD]));
      case ENCRYPTED_RTCP ->
          Optional.of(report(foreign, filled(REPORT_LENGTH - 2 * WORD + TAG_AND_NONCE)));
      case DISCOVERY_REPLY -> Optional.of(discovery(member.ssrc(), to));
      case FOREIGN_DISCOVERY_REPLY -> Optional.of(discovery(foreign, to));
      case KEEPALIVE -> Optional.of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    };
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, NEITHER_RTP_NOR_DISCOVERY);
    return bytes;
  }

  private static byte[] unauthentic(long ssrc) {
    RtpHeader header = RtpHeader.voice(1, 960, ssrc);
    byte[] packet = filled(header.length() + OPUS.length + TAG_AND_NONCE);
    header.write(packet);
    return packet;
  }

  /** An authentic packet requires that the member has received its key. */
  private static Optional<byte[]> voice(VoiceSession member, long ssrc) {
    return member
        .keys()
        .filter(keys -> member.described())
        .map(keys -> keys.seal(RtpHeader.voice(1, 960, ssrc), OPUS));
  }

  private static byte[] report(long ssrc, byte[] body) {
    return ByteBuffer.allocate(2 * WORD + body.length)
        .put((byte) 0x80)
        .put((byte) SENDER_REPORT)
        .putShort((short) (REPORT_LENGTH / WORD - 1))
        .putInt((int) ssrc)
        .put(body)
        .array();
  }

  private static byte[] discovery(long ssrc, InetSocketAddress to) {
    return DiscoveryPacket.reply(ssrc, NetUtil.toAddressString(to.getAddress()), to.getPort())
        .encode();
  }
}
