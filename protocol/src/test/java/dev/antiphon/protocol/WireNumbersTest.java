package dev.antiphon.protocol;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the enums with independent lists of their numbers. */
class WireNumbersTest {

  @Test
  void everyOpcodeHasTheExpectedFrameTypeAndSender() {
    Map<Integer, String> expected = new TreeMap<>();
    List.of(0, 1, 3, 7, 23, 31).forEach(number -> expected.put(number, "TEXT CLIENT"));
    List.of(2, 4, 6, 8, 9, 11, 13, 21, 22, 24)
        .forEach(number -> expected.put(number, "TEXT SERVER"));
    expected.put(5, "TEXT BOTH");
    List.of(25, 27, 29, 30).forEach(number -> expected.put(number, "BINARY SERVER"));
    List.of(26, 28).forEach(number -> expected.put(number, "BINARY CLIENT"));
    assertThat(
            Stream.of(Opcode.values())
                .collect(toMap(Opcode::number, opcode -> opcode.form() + " " + opcode.sender())))
        .isEqualTo(expected);
    for (int number = -1; number < 300; number++) {
      assertThat(Opcode.of(number).isPresent()).isEqualTo(expected.containsKey(number));
    }
    Set<Integer> fromClients =
        Set.of(0, 1, 3, 5, 7, 12, 14, 15, 16, 17, 18, 19, 20, 23, 26, 28, 31);
    for (int number = -1; number < 300; number++) {
      assertThat(Opcode.isSentByClients(number)).isEqualTo(fromClients.contains(number));
    }
    assertThat(Opcode.of(27)).contains(Opcode.MLS_PROPOSALS);
    assertThat(Opcode.MLS_PROPOSALS.binary()).isTrue();
    assertThat(Opcode.READY.binary()).isFalse();
  }

  @Test
  void everyCloseCodeHasTheExpectedMeaning() {
    Map<Integer, String> expected =
        Map.ofEntries(
            Map.entry(1000, "normally"),
            Map.entry(1001, "going away"),
            Map.entry(1002, "WebSocket protocol"),
            Map.entry(1005, "without a close code"),
            Map.entry(1006, "without a close frame"),
            Map.entry(1007, "UTF-8"),
            Map.entry(1009, "longer"),
            Map.entry(1011, "unexpected condition"),
            Map.entry(1012, "restarting"),
            Map.entry(1013, "overloaded"),
            Map.entry(1014, "gateway"),
            Map.entry(4000, "unknown error"),
            Map.entry(4001, "opcode"),
            Map.entry(4002, "decode"),
            Map.entry(4003, "before Identify"),
            Map.entry(4004, "token"),
            Map.entry(4005, "twice"),
            Map.entry(4006, "no longer valid"),
            Map.entry(4009, "timed out"),
            Map.entry(4011, "not found"),
            Map.entry(4012, "protocol"),
            Map.entry(4014, "disconnected"),
            Map.entry(4015, "crashed"),
            Map.entry(4016, "encryption mode"),
            Map.entry(4017, "DAVE"),
            Map.entry(4020, "malformed"),
            Map.entry(4021, "rate limit"),
            Map.entry(4022, "Everyone was disconnected"),
            Map.entry(4900, "without waiting"));
    assertThat(Stream.of(CloseCode.values()).map(CloseCode::number))
        .containsExactlyElementsOf(new TreeMap<>(expected).keySet());
    expected.forEach(
        (number, words) ->
            assertThat(CloseCode.of(number).orElseThrow().meaning()).contains(words).endsWith("."));
    assertThat(CloseCode.values())
        .allSatisfy(code -> assertThat(code.name()).isEqualTo("CLOSE_" + code.number()))
        .allSatisfy(code -> assertThat(code.title()).isNotBlank().doesNotEndWith("."));
    assertThat(CloseCode.of(4007)).isEmpty();
    assertThat(CloseCode.of(-1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4900, 4999})
  void validCloseCodesAreSendable(int number) {
    assertThat(CloseCode.isSendable(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void reservedAndInvalidCloseCodesAreNotSendable(int number) {
    assertThat(CloseCode.isSendable(number)).isFalse();
  }

  @Test
  void encryptionModesAreListedInOrderOfPreference() {
    assertThat(Stream.of(EncryptionMode.values()).map(EncryptionMode::wireName))
        .containsExactly("aead_aes256_gcm_rtpsize", "aead_xchacha20_poly1305_rtpsize");
    for (EncryptionMode mode : EncryptionMode.values()) {
      assertThat(EncryptionMode.of(mode.wireName())).contains(mode);
      assertThat(mode.keyLength()).isEqualTo(32);
    }
    assertThat(EncryptionMode.of("xsalsa20_poly1305")).isEmpty();
    assertThat(EncryptionMode.of("AEAD_AES256_GCM_RTPSIZE")).isEmpty();
  }

  @Test
  void speakingFlagsMapToTheirBits() {
    assertThat(SpeakingFlag.MICROPHONE.bit()).isEqualTo(1);
    assertThat(SpeakingFlag.SOUNDSHARE.bit()).isEqualTo(2);
    assertThat(SpeakingFlag.PRIORITY.bit()).isEqualTo(4);
    assertThat(SpeakingFlag.of(0b1111_0101))
        .containsExactly(SpeakingFlag.MICROPHONE, SpeakingFlag.PRIORITY);
    for (int mask = 0; mask < 8; mask++) {
      assertThat(SpeakingFlag.mask(SpeakingFlag.of(mask))).isEqualTo(mask);
    }
    assertThat(SpeakingFlag.mask(Set.of())).isZero();
    assertThat(SpeakingFlag.mask(EnumSet.allOf(SpeakingFlag.class))).isEqualTo(7);
  }
}
