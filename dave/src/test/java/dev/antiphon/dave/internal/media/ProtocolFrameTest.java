package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.spi.FrameCipher;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolFrameTest {
  private static final String TAG = "00".repeat(FrameCipher.TAG_LENGTH);

  private final ProtocolFrame frame = new ProtocolFrame();

  @Test
  void validTrailerIsRead() {
    assertThat(read("aabbccddee" + TAG + "8102" + "0001" + "0302" + "11fafa")).isTrue();
    assertThat(frame.nonce()).isEqualTo(0x101);
    assertThat(frame.mediaLength()).isEqualTo(5);
    assertThat(frame.cipherLength()).isEqualTo(2);
    assertThat(frame.ranges()).isEqualTo(2);
    assertThat(frame.start(0)).isZero();
    assertThat(frame.end(0)).isEqualTo(1);
    assertThat(frame.start(1)).isEqualTo(3);
    assertThat(frame.end(1)).isEqualTo(5);
  }

  @Test
  void valuesOfThePreviousFrameAreResetByTheNextFrame() {
    assertThat(read("aabb" + TAG + "01" + "0002" + "0efafa")).isTrue();
    assertThat(read("aabb" + TAG + "02" + "0cfafa")).isTrue();
    assertThat(frame.ranges()).isZero();
    assertThat(frame.cipherLength()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 01, 0c, the shortest",
    "aa, ffffffff0f, 10, the highest nonce",
    "aabb, 0100010101, 10, adjacent ranges",
    "aabb, 010000, 0e, an empty range",
    "aabb, 010200, 0e, an empty range at the end",
  })
  void validTrailersAreAccepted(String media, String numbers, String size, String description) {
    assertThat(read(media + TAG + numbers + size + "fafa")).as(description).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "aabb, '', 0b, no nonce",
    "aabb, 81, 0c, an endless nonce",
    "aabb, 8100, 0d, a nonce that is not in its shortest encoding",
    "aabb, ffffffff1f, 10, a nonce of 33 bits",
    "aabb, ffffffff8f00, 11, a nonce of 6 bytes",
    "aabb, 0100, 0d, an offset without a length",
    "aabb, 010080, 0e, an endless length",
    "aabb, 0100ffffffff1f, 12, a length of 33 bits",
    "aabb, 010003, 0e, a range longer than the media",
    "aabb, 010300, 0e, a range behind the media",
    "aabb, 0102ffffffff0f, 12, a range whose end overflows",
    "aabb, 01ffffffff0f01, 12, an offset that overflows",
    "aabb, 0101010001, 10, ranges that descend",
    "aabbcc, 0100020101, 10, ranges that overlap",
    "aabb, 01, 0a, a size too small for a tag",
    "aabb, 01, 00, no size",
    "aabb, 01, 0f, a size above the frame length",
    "aabb, 01, ff, the highest size",
  })
  void invalidTrailersAreRefused(String media, String numbers, String size, String description) {
    assertThat(read(media + TAG + numbers + size + "fafa")).as(description).isFalse();
  }

  @Test
  void frameWithoutTheTwoMarkerBytesIsRefused() {
    assertThat(read("aabb" + TAG + "010cfafb")).isFalse();
    assertThat(read("aabb" + TAG + "010cfbfa")).isFalse();
    assertThat(read("0cfafa")).isFalse();
    assertThat(read("")).isFalse();
  }

  @Test
  void largestNumberOfUnencryptedRangesIsRead() {
    String ranges = "0000".repeat(121);
    assertThat(read("aabb" + TAG + "8101" + ranges + "fffafa")).isTrue();
    assertThat(frame.ranges()).isEqualTo(121);
    assertThat(read("aabb" + TAG + "01" + ranges + "fefafa")).isTrue();
    assertThat(frame.ranges()).isEqualTo(121);
  }

  @Property(tries = 1500)
  void randomTrailersCauseNoExceptionAndNoRangeOutsideTheFrame(
      @ForAll @Size(max = 80) byte[] content, @ForAll @IntRange(min = 0, max = 100) int size) {
    byte[] bytes = new byte[content.length + 3];
    System.arraycopy(content, 0, bytes, 0, content.length);
    bytes[content.length] = (byte) size;
    bytes[content.length + 1] = (byte) 0xFA;
    bytes[content.length + 2] = (byte) 0xFA;
    if (frame.read(bytes, 0, bytes.length)) {
      assertThat(frame.mediaLength()).isBetween(0, bytes.length - 12);
      int before = 0;
      int plain = 0;
      for (int range = 0; range < frame.ranges(); range++) {
        assertThat(frame.start(range)).isBetween(before, frame.end(range));
        before = frame.end(range);
        plain += frame.end(range) - frame.start(range);
      }
      assertThat(before).isLessThanOrEqualTo(frame.mediaLength());
      assertThat(frame.cipherLength()).isEqualTo(frame.mediaLength() - plain);
    }
    Receiver receiver = new Receiver(new ReferenceSender(1));
    assertThat(receiver.receive(bytes).isDelivered()).isFalse();
  }

  private boolean read(String hex) {
    byte[] bytes = HexFormat.of().parseHex("77" + hex + "77");
    return frame.read(bytes, 1, bytes.length - 2);
  }
}
