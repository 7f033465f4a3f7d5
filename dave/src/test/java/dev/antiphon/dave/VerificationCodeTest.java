package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares the codes with results of Discord's own library. */
class VerificationCodeTest {
  private static final byte[] FINGERPRINT =
      HexFormat.of()
          .parseHex(
              "8581f12c24874fc31b1c97457cc5bd29c007102d4ff78a3a7ea1b2880c6d60a4"
                  + "a95c02e888ae4a9cad90bfb8222df28829850e9e774fcc3006dc7906f20ba43c");

  @Test
  void privacyCodeEqualsTheCodeOfDiscordsLibrary() {
    byte[] authenticator =
        HexFormat.of().parseHex("aabbccddeebbccddeeffccddeeffaaddeeffaabbeeffaabbccffaabbccdd0000");
    assertThat(VerificationCode.privacy(Bytes.copyOf(authenticator)))
        .isEqualTo("05870 81055 56138 05211 95724 94877");
  }

  @Test
  void pairwiseCodeEqualsTheCodeOfDiscordsLibraryForBothUsers() {
    Bytes shortKey = Bytes.copyOf(new byte[33]);
    Bytes longKey = Bytes.copyOf(new byte[65]);
    String expected =
        IntStream.range(0, 9)
            .mapToObj(VerificationCodeTest::group)
            .collect(Collectors.joining(" "));
    assertThat(VerificationCode.pairwise(1234, shortKey, 5678, longKey)).isEqualTo(expected);
    assertThat(VerificationCode.pairwise(5678, longKey, 1234, shortKey)).isEqualTo(expected);
    assertThat(VerificationCode.pairwise(1234, longKey, 5678, shortKey)).isNotEqualTo(expected);
  }

  private static String group(int index) {
    byte[] five = Arrays.copyOfRange(FINGERPRINT, index * 5, index * 5 + 5);
    return "%05d".formatted(new BigInteger(1, five).mod(BigInteger.valueOf(100_000)).intValue());
  }
}
