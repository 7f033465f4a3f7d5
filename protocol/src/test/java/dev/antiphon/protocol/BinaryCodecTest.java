package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryCodecTest {

  private static final HexFormat HEX = HexFormat.of();

  private final BinaryCodec codec = new BinaryCodec();

  static Stream<Samples.Binary> samples() {
    return Samples.binary();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encodesEveryMessageOfAClient(Samples.Binary sample) {
    assertThat(HEX.formatHex(codec.encodeFromClient(sample.message()))).isEqualTo(sample.hex());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encodesEveryMessageOfTheServer(Samples.Binary sample) {
    assertThat(HEX.formatHex(codec.encodeFromServer(new Envelope(0x8001, sample.message()))))
        .isEqualTo("8001" + sample.hex());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesEveryMessageOfAClient(Samples.Binary sample) throws MalformedMessageException {
    assertThat(codec.decodeFromClient(HEX.parseHex(sample.hex()))).isEqualTo(sample.message());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesEveryMessageOfTheServer(Samples.Binary sample) throws MalformedMessageException {
    GatewayMessage expected =
        sample.message() instanceof Unrecognized unrecognized
            ? new Unrecognized(unrecognized.opcode(), 0x8001, unrecognized.payload())
            : sample.message();
    assertThat(codec.decodeFromServer(HEX.parseHex("8001" + sample.hex())))
        .isEqualTo(new Envelope(0x8001, expected));
  }

  @Test
  void samplesExistForEveryBinaryOpcode() {
    assertThat(samples().map(sample -> sample.message().opcode()).collect(Collectors.toSet()))
        .containsAll(
            Stream.of(Opcode.values()).filter(Opcode::binary).map(Opcode::number).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5, 11, 12, 16, 20, 21, 24, 31, 32, 200})
  void unknownAndTextOpcodesAreDecodedAsUnrecognized(int opcode) throws MalformedMessageException {
    byte[] frame = {0, 9, (byte) opcode, 1, 2};
    OpaqueBytes payload = OpaqueBytes.copyOf(new byte[] {1, 2});
    assertThat(codec.decodeFromServer(frame))
        .isEqualTo(new Envelope(9, new Unrecognized(opcode, 9, payload)));
  }

  @Test
  void decodesMessagesWithEmptyContent() throws MalformedMessageException {
    assertThat(codec.decodeFromServer(new byte[] {0, 0, 25}))
        .isEqualTo(new Envelope(0, new MlsExternalSender(OpaqueBytes.EMPTY)));
    assertThat(codec.decodeFromServer(new byte[] {0, 0, 30, 0, 1}))
        .isEqualTo(new Envelope(0, new MlsWelcome(1, OpaqueBytes.EMPTY)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',       -1, -1, sequence,      2 bytes, 0 remaining in the frame",
    "'01',     -1, -1, sequence,      2 bytes, 1 remaining in the frame",
    "'0102',   -1, 258, opcode,       1 byte,  0 remaining in the frame",
    "'00001b', 27, 0,  operation,     1 byte,  0 remaining in the frame",
    "'00011d', 29, 1,  transition_id, 2 bytes, 0 remaining in the frame",
    "'ffff1e01', 30, 65535, transition_id, 2 bytes, 1 remaining in the frame"
  })
  void rejectsFramesOfTheServerThatAreTooShort(
      String hex, int opcode, int sequence, String field, String expected, String found) {
    MalformedMessageException e =
        catchThrowableOfType(
            MalformedMessageException.class, () -> codec.decodeFromServer(HEX.parseHex(hex)));
    assertThat(e.opcode()).isEqualTo(opcode);
    assertThat(e.sequence()).isEqualTo(sequence);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e.expected()).isEqualTo(expected);
    assertThat(e.found()).isEqualTo(found);
  }

  @Test
  void rejectsFramesOfAClientThatAreTooShort() {
    MalformedMessageException e =
        catchThrowableOfType(
            MalformedMessageException.class, () -> codec.decodeFromClient(new byte[0]));
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.field()).isEqualTo("opcode");
    assertThat(e).hasNoCause();
  }

  @Test
  void encodingFailsForTextMessages() {
    Samples.text()
        .map(Samples.Text::message)
        .filter(message -> !(message instanceof Unrecognized))
        .forEach(
            message ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.encodeFromClient(message))
                    .withMessageContaining("text"));
  }

  @Test
  void encodingFailsForAnOpcodeAbove255OrAMissingSequence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encodeFromClient(new Unrecognized(256, -1, OpaqueBytes.EMPTY)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> codec.encodeFromServer(Envelope.unnumbered(new MlsWelcome(1, OpaqueBytes.EMPTY))))
        .withMessageContaining("sequence");
  }
}
