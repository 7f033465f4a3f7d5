package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class DiscoveryPacketTest {

  @Property(tries = 100)
  void requestContainsTypeLengthSsrcAndZeros(@ForAll @LongRange(max = 0xFFFF_FFFFL) long ssrc)
      throws MalformedPacketException {
    byte[] packet = DiscoveryPacket.request(ssrc).encode();

    assertThat(packet).hasSize(74).startsWith(0, 1, 0, 70);
    assertThat(BigEndian.getInt(packet, 4)).isEqualTo((int) ssrc);
    assertThat(Arrays.copyOfRange(packet, 8, 74)).containsOnly(0);
    assertThat(DiscoveryPacket.parse(packet, 74)).isEqualTo(DiscoveryPacket.request(ssrc));
  }

  @Property(tries = 200)
  void parsingAnEncodedReplyReturnsTheReply(
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long ssrc,
      @ForAll @Size(4) byte[] v4,
      @ForAll @Size(16) byte[] v6,
      @ForAll @IntRange(min = 1, max = 65_535) int port)
      throws Exception {
    for (byte[] address : new byte[][] {v4, v6}) {
      String literal = java.net.InetAddress.getByAddress(address).getHostAddress();
      DiscoveryPacket reply = DiscoveryPacket.reply(ssrc, literal, port);
      byte[] packet = reply.encode();
      assertThat(packet).hasSize(74).startsWith(0, 2, 0, 70);
      assertThat(DiscoveryPacket.parse(packet, 74)).isEqualTo(reply);
    }
  }

  @Example
  void exceptionContainsTheInvalidField() {
    assertInvalid("discovery packet", bytes -> Arrays.copyOf(bytes, 70));
    assertInvalid("discovery packet", bytes -> Arrays.copyOf(bytes, 75));
    assertInvalid("discovery packet", bytes -> new byte[0]);
    assertInvalid("discovery type", bytes -> with(bytes, 1, 3));
    assertInvalid("discovery length field", bytes -> with(bytes, 3, 74));
    assertInvalid("discovery port", bytes -> with(with(bytes, 72, 0), 73, 0));
    assertInvalid("discovery address", bytes -> address(bytes, ""));
    assertInvalid("discovery address", bytes -> address(bytes, "localhost"));
    assertInvalid("discovery address", bytes -> address(bytes, "1.2.3"));
    assertInvalid("discovery address", bytes -> address(bytes, "1.2.3.256"));
    assertInvalid("discovery address", bytes -> address(bytes, "[::1]"));
    assertInvalid("discovery address", bytes -> address(bytes, "fe80::1%eth0"));
    assertInvalid("discovery address", bytes -> address(bytes, "1".repeat(64)));
  }

  @Example
  void bytesAfterTheTerminatingZeroAreIgnored() throws MalformedPacketException {
    byte[] packet = address(DiscoveryPacket.reply(1, "1.2.3.4", 5).encode(), "9.8.7.6\0garbage");

    assertThat(DiscoveryPacket.parse(packet, 74).address()).isEqualTo("9.8.7.6");
  }

  @Property
  void randomBytesAreParsedOrRejected(@ForAll @Size(74) byte[] bytes) {
    bytes[0] = 0;
    bytes[1] = (byte) (bytes[1] & 3);
    bytes[2] = 0;
    bytes[3] = 70;
    try {
      DiscoveryPacket.parse(bytes, 74);
    } catch (MalformedPacketException e) {
      assertThat(e.field()).startsWith("discovery");
    }
  }

  @Example
  void invalidValuesAreRejected() {
    assertThatThrownBy(() -> DiscoveryPacket.reply(1, "localhost", 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DiscoveryPacket.reply(1, "1.2.3.4", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DiscoveryPacket.request(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertInvalid(String field, java.util.function.UnaryOperator<byte[]> damage) {
    byte[] damaged = damage.apply(DiscoveryPacket.reply(1, "127.0.0.1", 50_000).encode());
    assertThatThrownBy(() -> DiscoveryPacket.parse(damaged, damaged.length))
        .isInstanceOfSatisfying(
            MalformedPacketException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] address(byte[] bytes, String text) {
    Arrays.fill(bytes, 8, 72, (byte) 0);
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, 8, ascii.length);
    return bytes;
  }
}
