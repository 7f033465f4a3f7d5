package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

  static Stream<ThrowingCallable> outOfRange() {
    OptionalLong absent = OptionalLong.empty();
    return Stream.of(
        () -> new Identify(1, 2, "s", "t", -1),
        () -> new SelectProtocol("udp", "a", 65536, "m"),
        () -> new Ready(-1, "i", 1, List.of()),
        () -> new Ready(0x1_0000_0000L, "i", 1, List.of()),
        () -> new Ready(1, "i", -1, List.of()),
        () -> new Heartbeat(1, -2),
        () -> new Heartbeat(1, 65536),
        () -> new SessionDescription("m", TransportKey.copyOf(new byte[0]), -1),
        () -> new Speaking(absent, -1, 0, 1),
        () -> new Speaking(absent, 1, -1, 1),
        () -> new Speaking(absent, 1, 0, -1),
        () -> new Resume(1, "s", "t", 65536),
        () -> new DavePrepareTransition(65536, 1),
        () -> new DavePrepareTransition(1, -1),
        () -> new DaveExecuteTransition(-1),
        () -> new DaveTransitionReady(65536),
        () -> new DavePrepareEpoch(absent, OptionalInt.of(-1), OptionalInt.empty()),
        () -> new DavePrepareEpoch(absent, OptionalInt.empty(), OptionalInt.of(65536)),
        () -> new MlsProposals(256, OpaqueBytes.EMPTY),
        () -> new MlsAnnounceCommitTransition(65536, OpaqueBytes.EMPTY),
        () -> new MlsWelcome(-1, OpaqueBytes.EMPTY),
        () -> new MlsInvalidCommitWelcome(65536),
        () -> new Unrecognized(-1, -1, OpaqueBytes.EMPTY),
        () -> new Unrecognized(12, 65536, OpaqueBytes.EMPTY),
        () -> new Envelope(65536, new Resumed()),
        () -> new Envelope(-2, new Resumed()));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void recordsRejectValuesThatCannotBeEncoded(ThrowingCallable constructor) {
    assertThatIllegalArgumentException()
        .isThrownBy(constructor)
        .withMessageContaining("expected an integer from 0 to");
  }

  @Test
  void recordsRejectNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Identify(1, 2, "s", null, 0))
        .withMessage("token");
    assertThatNullPointerException().isThrownBy(() -> new Envelope(1, null));
  }

  @Test
  void recordsCopyTheirLists() {
    List<String> modes = new ArrayList<>(List.of("a"));
    Ready ready = new Ready(1, "i", 1, modes);
    modes.add("b");
    assertThat(ready.modes()).containsExactly("a");
  }

  @Test
  void opaqueBytesAreImmutableAndComparedByContent() {
    byte[] source = {1, 2, 3};
    OpaqueBytes bytes = OpaqueBytes.copyOf(source);
    source[0] = 9;
    bytes.toByteArray()[1] = 9;
    assertThat(bytes.toByteArray()).containsExactly(1, 2, 3);
    assertThat(bytes).hasToString("OpaqueBytes[3 bytes]");
    assertThat(bytes.length()).isEqualTo(3);
    assertThat(bytes)
        .isEqualTo(OpaqueBytes.copyOf(new byte[] {1, 2, 3}))
        .hasSameHashCodeAs(OpaqueBytes.copyOf(new byte[] {1, 2, 3}))
        .isNotEqualTo(OpaqueBytes.copyOf(new byte[] {1, 2}));
  }

  @Test
  void transportKeysAreImmutableAndComparedByContent() {
    byte[] source = {1, 2, 3};
    TransportKey key = TransportKey.copyOf(source);
    source[0] = 9;
    key.toByteArray()[1] = 9;
    assertThat(key.toByteArray()).containsExactly(1, 2, 3);
    assertThat(key.length()).isEqualTo(3);
    assertThat(key)
        .isEqualTo(TransportKey.copyOf(new byte[] {1, 2, 3}))
        .hasSameHashCodeAs(TransportKey.copyOf(new byte[] {1, 2, 3}))
        .isNotEqualTo(TransportKey.copyOf(new byte[] {1, 2, 4}))
        .isNotEqualTo(TransportKey.copyOf(new byte[] {1, 2}));
  }

  @Test
  void anEmptyEndpointStringBecomesAnEmptyOptional() {
    assertThat(new VoiceServerUpdate(1, "t", Optional.of("")).endpoint()).isEmpty();
  }

  @Test
  void toStringReplacesSecretsByAPlaceholder() {
    assertThat(new Identify(-1, 2, Samples.SESSION, Samples.TOKEN, 1))
        .hasToString(
            "Identify[serverId=18446744073709551615, userId=2, sessionId=<hidden>,"
                + " token=<hidden>, maxDaveProtocolVersion=1]");
    assertThat(new Resume(1, Samples.SESSION, Samples.TOKEN, 5))
        .hasToString("Resume[serverId=1, sessionId=<hidden>, token=<hidden>, seqAck=5]");
    assertThat(new VoiceServerUpdate(1, Samples.TOKEN, Optional.empty()))
        .hasToString("VoiceServerUpdate[guildId=1, token=<hidden>, endpoint=none]");
    assertThat(new VoiceStateUpdate(1, OptionalLong.of(2), 3, Samples.SESSION, true, false))
        .hasToString(
            "VoiceStateUpdate[guildId=1, channelId=2, userId=3, sessionId=<hidden>,"
                + " selfMute=true, selfDeaf=false]");
  }
}
