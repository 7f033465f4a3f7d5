package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.udp.internal.RtpHeader.Extension;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RtpHeaderTest {
  private static final HexFormat HEX = HexFormat.of();

  @Example
  void voiceHeaderHasTheDocumentedFormat() {
    byte[] packet = new byte[12];

    assertThat(RtpHeader.voice(0x1234, 0xFEDCBA98L, 0x80000001L).write(packet)).isEqualTo(12);

    assertThat(HEX.formatHex(packet)).isEqualTo("80781234fedcba9880000001");
    byte[] sent = new byte[12];
    RtpHeader.writeVoice(sent, 0x1234, 0xFEDCBA98, 0x80000001);
    assertThat(sent).isEqualTo(packet);
  }

  @Example
  void parsesContributingSourcesAndHeaderExtension() throws MalformedPacketException {
    byte[] packet = HEX.parseHex("b2f800010000000200000003" + "0000000affffffff" + "bede0002");

    RtpHeader header = RtpHeader.parse(packet, packet.length);

    assertThat(header)
        .isEqualTo(
            new RtpHeader(
                true,
                true,
                120,
                1,
                2,
                3,
                List.of(10L, 0xFFFF_FFFFL),
                Optional.of(new Extension(0xBEDE, 2))));
    assertThat(header.length()).isEqualTo(24);
    assertThat(header.extensionBodyLength()).isEqualTo(8);
  }

  @Property
  void parsingAWrittenHeaderReturnsTheHeader(@ForAll("headers") RtpHeader header)
      throws MalformedPacketException {
    byte[] packet = new byte[RtpHeader.MAX_LENGTH];

    int length = header.write(packet);

    assertThat(length).isEqualTo(header.length());
    assertThat(RtpHeader.parse(packet, length)).isEqualTo(header);
  }

  @Property
  void exceptionContainsTheLengthOfATruncatedPacket(@ForAll("headers") RtpHeader header) {
    byte[] packet = new byte[RtpHeader.MAX_LENGTH];
    int length = header.write(packet);

    for (int cut = 0; cut < length; cut++) {
      int shorter = cut;
      assertThatThrownBy(() -> RtpHeader.parse(Arrays.copyOf(packet, shorter), shorter))
          .isInstanceOfSatisfying(
              MalformedPacketException.class,
              e -> {
                assertThat(e.field()).isEqualTo("RTP header");
                assertThat(e.found()).isEqualTo(shorter + " bytes");
              });
    }
  }

  @Property
  void randomBytesAreParsedOrRejected(@ForAll @Size(max = 100) byte[] bytes) {
    try {
      RtpHeader header = RtpHeader.parse(bytes, bytes.length);
      byte[] again = new byte[header.length()];
      header.write(again);
      assertThat(again).isEqualTo(Arrays.copyOf(bytes, again.length));
    } catch (MalformedPacketException e) {
      assertThat(e).hasMessageContaining("expected").hasMessageContaining("found");
    }
  }

  @Example
  void rejectsUnsupportedVersionsAndValuesOutOfRange() {
    assertThatThrownBy(() -> RtpHeader.parse(new byte[12], 12))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessage("RTP version: expected 2, found 0");
    assertThatThrownBy(() -> RtpHeader.voice(65_536, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RtpHeader.voice(0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RtpHeader.voice(0, 0, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<RtpHeader> headers() {
    Arbitrary<Long> uint32 = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    Arbitrary<Integer> uint16 = Arbitraries.integers().between(0, 0xFFFF);
    Arbitrary<Optional<Extension>> extension =
        Combinators.combine(uint16, uint16).as(Extension::new).optional();
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 127),
            uint16,
            uint32,
            uint32,
            uint32.list().ofMaxSize(15),
            extension)
        .as(RtpHeader::new);
  }
}
