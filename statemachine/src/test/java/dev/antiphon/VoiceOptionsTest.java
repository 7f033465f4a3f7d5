package dev.antiphon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.udp.EncryptionModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceOptionsTest {
  private static final Map<FlowTimer, Duration> SPECIFIED =
      Map.ofEntries(
          Map.entry(FlowTimer.SERVER, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.SETTLE, Duration.ofMillis(250)),
          Map.entry(FlowTimer.DIAL, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.HELLO, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.READY, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.DISCOVERY_RETRY, Duration.ofMillis(500)),
          Map.entry(FlowTimer.DISCOVERY, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.DESCRIPTION, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.STABLE, Duration.ofSeconds(30)),
          Map.entry(FlowTimer.VIOLATIONS, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.UDP_FAILURE, Duration.ofSeconds(2)));

  private final VoiceOptions.Builder builder = VoiceOptions.builder();

  @Test
  void theDefaultsAreTheNumbersOfTheSpecification() {
    VoiceOptions options = VoiceOptions.ofDefaults();
    SPECIFIED.forEach((timer, delay) -> assertThat(options.delay(timer)).isEqualTo(delay));
    assertThat(SPECIFIED).containsOnlyKeys(FlowTimer.values());
    assertThat(options.serverLost()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.keepalive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.queueCapacity()).isEqualTo(50);
    assertThat(options.modes()).isEqualTo(EncryptionModes.available());
    assertThat(options.allowPlain()).isFalse();
    assertThat(options.trusted()).isEmpty();
  }

  @Test
  void whatIsSetCanBeReadBack() {
    VoiceOptions options =
        builder
            .delay(FlowTimer.DIAL, Duration.ofMillis(1))
            .serverLost(Duration.ofMillis(2))
            .keepalive(Duration.ofMillis(3))
            .queueCapacity(4)
            .modes(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE)
            .allowPlain(true)
            .build();
    assertThat(options.delay(FlowTimer.DIAL)).isEqualTo(Duration.ofMillis(1));
    assertThat(options.delay(FlowTimer.HELLO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.serverLost()).isEqualTo(Duration.ofMillis(2));
    assertThat(options.keepalive()).isEqualTo(Duration.ofMillis(3));
    assertThat(options.queueCapacity()).isEqualTo(4);
    assertThat(options.modes()).containsExactly(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE);
    assertThat(options.allowPlain()).isTrue();
  }

  @Test
  void everyNumberCanBeSetByItsName() {
    VoiceOptions options =
        builder
            .set("keepalive", "1")
            .set("queueCapacity", "2")
            .set("serverLost", "3")
            .set("dial", "4")
            .set("udpFailure", "5")
            .set("discoveryRetry", "6")
            .build();
    assertThat(options.keepalive()).isEqualTo(Duration.ofMillis(1));
    assertThat(options.queueCapacity()).isEqualTo(2);
    assertThat(options.serverLost()).isEqualTo(Duration.ofMillis(3));
    assertThat(options.delay(FlowTimer.DIAL)).isEqualTo(Duration.ofMillis(4));
    assertThat(options.delay(FlowTimer.UDP_FAILURE)).isEqualTo(Duration.ofMillis(5));
    assertThat(options.delay(FlowTimer.DISCOVERY_RETRY)).isEqualTo(Duration.ofMillis(6));
  }

  @Test
  void aNameThatDoesNotExistIsAnsweredWithThoseThatDo() {
    assertRefused(
        () -> builder.set("dail", "1"),
        "there is no option dail; there are keepalive, queueCapacity, serverLost, server, settle,"
            + " dial, hello, ready, discoveryRetry, discovery, description, stable, violations,"
            + " udpFailure");
  }

  @Test
  void aValueThatIsNoWholeNumberIsQuoted() {
    assertRefused(() -> builder.set("dial", "soon"), "dial must be a whole number, was \"soon\"");
    assertRefused(
        () -> builder.set("queueCapacity", "1.5"),
        "queueCapacity must be a whole number, was \"1.5\"");
  }

  @Test
  void aDelayMustBeLongerThanZeroAndNoLongerThanADay() {
    String limits = " must be longer than zero and at most a day, was ";
    Duration tooLong = Duration.ofDays(1).plusNanos(1);
    assertRefused(
        () -> builder.delay(FlowTimer.DIAL, Duration.ZERO), "DIAL" + limits + Duration.ZERO);
    assertRefused(
        () -> builder.keepalive(Duration.ofNanos(-1)), "keepalive" + limits + "PT-0.000000001S");
    assertRefused(() -> builder.serverLost(tooLong), "serverLost" + limits + tooLong);
    assertRefused(() -> builder.set("dial", "0"), "DIAL" + limits + "PT0S");
    assertRefused(
        () -> builder.set("dial", String.valueOf(Long.MAX_VALUE)),
        "DIAL" + limits + Duration.ofMillis(Long.MAX_VALUE));
    builder.delay(FlowTimer.DIAL, Duration.ofDays(1)).build();
  }

  @Test
  void aQueueHoldsFromOneToTenThousandFramesHoweverTheNumberIsWritten() {
    String limits = "queueCapacity must be from 1 to 10000 frames, was ";
    assertRefused(() -> builder.queueCapacity(0), limits + 0);
    assertRefused(() -> builder.queueCapacity(10_001), limits + 10_001);
    assertRefused(() -> builder.set("queueCapacity", "4294967297"), limits + "4294967297");
    assertThat(builder.queueCapacity(10_000).build().queueCapacity()).isEqualTo(10_000);
  }

  @Test
  void optionsThatContradictOneAnotherAreRefusedTogether() {
    assertRefused(
        () -> builder.delay(FlowTimer.DISCOVERY, Duration.ofMillis(499)).build(),
        "DISCOVERY_RETRY must not be longer than DISCOVERY: it would never repeat a packet");
    assertRefused(
        () -> VoiceOptions.builder().modes().build(),
        "modes must name at least one encryption mode");
  }

  @Test
  void aTrustFileThatHoldsNoCertificateIsNamed(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> builder.trust(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(missing + " cannot be read: ");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    assertRefused(() -> builder.trust(empty), empty + " holds no certificate");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate at all");
    assertRefused(() -> builder.trust(garbage), garbage + " is no PEM file of X.509 certificates");
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
  }
}
