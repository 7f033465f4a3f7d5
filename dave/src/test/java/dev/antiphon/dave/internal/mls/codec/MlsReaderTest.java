package dev.antiphon.dave.internal.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The encodings that the reader accepts and refuses. */
class MlsReaderTest {
  private interface Reading {
    Object run() throws MlsException;
  }

  private static MlsReader reader(String hex) {
    return new MlsReader(HexFormat.of().parseHex(hex));
  }

  private static void refused(Refusal expected, Reading reading) {
    MlsException refused = catchThrowableOfType(MlsException.class, reading::run);
    assertThat(refused).isNotNull();
    assertThat(refused.refusal()).isEqualTo(expected);
  }

  @Test
  void numbersAreReadWithTheHighestByteFirst() throws MlsException {
    MlsReader reader = reader("01" + "0203" + "04050607" + "08090a0b0c0d0e0f");
    assertThat(reader.uint8()).isEqualTo(1);
    assertThat(reader.uint16()).isEqualTo(0x0203);
    assertThat(reader.uint32()).isEqualTo(0x04050607);
    assertThat(reader.uint64()).isEqualTo(0x08090a0b0c0d0e0fL);
    reader.end("the test");
  }

  @Test
  void lengthHeadersThatAreLongerThanNecessaryAreRefused() {
    for (String header : new String[] {"4000", "403f", "80000000", "80000040", "80003fff"}) {
      refused(Refusal.MALFORMED, () -> reader(header).header());
    }
  }

  @Test
  void lengthHeadersOfEightBytesAreRefused() {
    refused(Refusal.MALFORMED, () -> reader("c000000000000001aa").opaque());
    refused(Refusal.MALFORMED, () -> reader("c000000000004000").header());
  }

  @Test
  void tooLargeLengthIsRefusedBeforeMemoryIsAllocated() {
    refused(Refusal.MALFORMED, () -> reader("bfffffff00").opaque());
    refused(Refusal.MALFORMED, () -> reader("7fff00").vector());
    refused(Refusal.MALFORMED, () -> reader("02aa").opaque());
    refused(Refusal.MALFORMED, () -> reader("40").opaque());
    refused(Refusal.MALFORMED, () -> reader("").opaque());
    refused(Refusal.MALFORMED, () -> reader("00010203").uint64());
  }

  @Test
  void listWithTooManyElementsIsRefused() throws MlsException {
    assertThat(reader("02aabb").list(2, "it", MlsReader::uint8)).hasSize(2);
    refused(Refusal.TOO_LARGE, () -> reader("03aabbcc").list(2, "it", MlsReader::uint8));
  }

  @Test
  void elementBeyondTheEndOfTheVectorIsRefused() {
    refused(Refusal.MALFORMED, () -> reader("01aabb").list(9, "it", MlsReader::uint16));
  }

  @Test
  void tooDeeplyNestedVectorsAreRefused() throws MlsException {
    MlsReader reader = reader("0908070605040302010000");
    for (int i = 0; i < 8; i++) {
      reader = reader.vector();
    }
    MlsReader deepest = reader;
    refused(Refusal.TOO_LARGE, deepest::vector);
  }

  @Test
  void presenceByteOtherThanZeroOrOneIsRefused() throws MlsException {
    assertThat(reader("00").optional(MlsReader::uint8)).isEqualTo(Optional.empty());
    assertThat(reader("0107").optional(MlsReader::uint8)).contains(7);
    refused(Refusal.MALFORMED, () -> reader("0207").optional(MlsReader::uint8));
  }

  @Test
  void bytesAfterTheEndOfTheStructureAreRefused() {
    refused(
        Refusal.MALFORMED,
        () -> {
          reader("00").end("it");
          return null;
        });
  }

  @Test
  void vectorsAreWrittenWithTheShortestLengthHeader() throws MlsException {
    for (int size : new int[] {0, 63, 64, 16383, 16384, 70_000}) {
      byte[] content = new byte[size];
      byte[] written = new MlsWriter().vector(writer -> writer.bytes(content)).toArray();
      assertThat(written).hasSize(size + (size < 64 ? 1 : size < 16384 ? 2 : 4));
      assertThat(written).isEqualTo(new MlsWriter().opaque(content).toArray());
      assertThat(new MlsReader(written).opaque().length()).isEqualTo(size);
    }
  }

  @Test
  void toStringContainsAtMostTheFirstEightBytes() {
    assertThat(Bytes.copyOf(new byte[65])).hasToString("0000000000000000… (65 bytes)");
    assertThat(Bytes.ofLong(258)).hasToString("0000000000000102");
  }
}
