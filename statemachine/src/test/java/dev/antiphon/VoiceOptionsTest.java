package dev.antiphon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoiceOptionsTest {
  private static final Map<FlowTimer, Duration> SPECIFIED =
      Map.ofEntries(
          Map.entry(FlowTimer.SERVER, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.SETTLE, Duration.ofMillis(250)),
          Map.entry(FlowTimer.DIAL, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.HELLO, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.READY, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.RESUMED, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.BACKOFF, Duration.ofSeconds(1)),
          Map.entry(FlowTimer.PACE, Duration.ofSeconds(1)),
          Map.entry(FlowTimer.MOVE, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.PAIR, Duration.ofSeconds(2)),
          Map.entry(FlowTimer.HOLD, Duration.ofMinutes(10)),
          Map.entry(FlowTimer.PROTOCOL_ERRORS, Duration.ofSeconds(60)),
          Map.entry(FlowTimer.RESUME_WINDOW, Duration.ofSeconds(60)),
          Map.entry(FlowTimer.LEAVE, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.DISCOVERY_RETRY, Duration.ofMillis(500)),
          Map.entry(FlowTimer.DISCOVERY, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.DESCRIPTION, Duration.ofSeconds(5)),
          Map.entry(FlowTimer.STABLE, Duration.ofSeconds(30)),
          Map.entry(FlowTimer.VIOLATIONS, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.UDP_FAILURE, Duration.ofSeconds(2)),
          Map.entry(FlowTimer.KEYS, Duration.ofSeconds(10)),
          Map.entry(FlowTimer.DECIDE, Duration.ofSeconds(120)),
          Map.entry(FlowTimer.RECOVERY, Duration.ofSeconds(1_435)));

  private final VoiceOptions.Builder builder = VoiceOptions.builder();

  @Test
  void defaultsAreTheValuesOfTheSpecification() {
    VoiceOptions options = VoiceOptions.ofDefaults();
    SPECIFIED.forEach((timer, delay) -> assertThat(options.delay(timer)).isEqualTo(delay));
    assertThat(SPECIFIED).containsOnlyKeys(FlowTimer.values());
    assertThat(options.takenOver()).isEqualTo(TakenOver.END);
    assertThat(options.serverLost()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.severed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.selfMute()).isFalse();
    assertThat(options.selfDeaf()).isFalse();
    assertThat(options.keepalive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.queueCapacity()).isEqualTo(50);
    assertThat(options.voiceStateSpacing()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.serverRequests()).isEqualTo(2);
    assertThat(options.violationsTolerated()).isEqualTo(2);
    assertThat(options.heartbeatsTolerated()).isEqualTo(1);
    assertThat(options.retries()).isEqualTo(RetryLimits.DEFAULTS);
    assertThat(options.modes()).isEqualTo(AvailableCiphers.ofRuntime().modes());
    assertThat(options.allowPlain()).isFalse();
    assertThat(options.endToEnd()).isEqualTo(EndToEnd.PREFERRED);
    assertThat(options.privateMediaAddresses()).isFalse();
    assertThat(options.trusted()).isEmpty();
    assertThat(options.transportCiphers()).isEmpty();
    assertThat(options.frameCiphers()).isEmpty();
  }

  @Test
  void optionsReturnTheValuesThatWereSet() {
    TransportCiphers ciphers =
        new TransportCiphers() {
          @Override
          public boolean supports(EncryptionMode mode) {
            return false;
          }

          @Override
          public TransportCipher create(EncryptionMode mode, TransportKey key) {
            throw new AssertionError(mode + " is not supported");
          }
        };
    FrameCiphers frameCiphers =
        key -> {
          throw new AssertionError("no frame is encrypted");
        };
    VoiceOptions options =
        builder
            .delay(FlowTimer.DIAL, Duration.ofMillis(1))
            .delay(FlowTimer.DECIDE, Duration.ofMillis(11))
            .serverLost(Duration.ofMillis(2))
            .severed(Duration.ofMillis(10))
            .takenOver(TakenOver.FOLLOW)
            .selfMute(true)
            .selfDeaf(true)
            .endToEnd(EndToEnd.REQUIRED)
            .privateMediaAddresses(true)
            .keepalive(Duration.ofMillis(3))
            .queueCapacity(4)
            .voiceStateSpacing(Duration.ofMillis(5))
            .serverRequests(6)
            .violationsTolerated(7)
            .heartbeatsTolerated(8)
            .retries(RetryLimits.builder().rejoins(9).build())
            .modes(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE)
            .transportCiphers(ciphers)
            .frameCiphers(frameCiphers)
            .allowPlain(true)
            .build();
    assertThat(options.delay(FlowTimer.DIAL)).isEqualTo(Duration.ofMillis(1));
    assertThat(options.delay(FlowTimer.HELLO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.serverLost()).isEqualTo(Duration.ofMillis(2));
    assertThat(options.severed()).isEqualTo(Duration.ofMillis(10));
    assertThat(options.delay(FlowTimer.DECIDE)).isEqualTo(Duration.ofMillis(11));
    assertThat(options.takenOver()).isEqualTo(TakenOver.FOLLOW);
    assertThat(options.selfMute()).isTrue();
    assertThat(options.selfDeaf()).isTrue();
    assertThat(options.endToEnd()).isEqualTo(EndToEnd.REQUIRED);
    assertThat(options.privateMediaAddresses()).isTrue();
    assertThat(options.keepalive()).isEqualTo(Duration.ofMillis(3));
    assertThat(options.queueCapacity()).isEqualTo(4);
    assertThat(options.voiceStateSpacing()).isEqualTo(Duration.ofMillis(5));
    assertThat(options.serverRequests()).isEqualTo(6);
    assertThat(options.violationsTolerated()).isEqualTo(7);
    assertThat(options.heartbeatsTolerated()).isEqualTo(8);
    assertThat(options.retries().rejoins()).isEqualTo(9);
    assertThat(options.modes()).containsExactly(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE);
    assertThat(options.transportCiphers()).contains(ciphers);
    assertThat(options.frameCiphers()).contains(frameCiphers);
    assertThat(options.allowPlain()).isTrue();
  }

  @Test
  void everyTimerCanBeSetByName() {
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
  void unknownNameIsRefusedWithTheListOfNames() {
    assertRefused(
        () -> builder.set("dail", "1"),
        "there is no option dail; the options are keepalive, queueCapacity, serverLost,"
            + " severed, takenOver, endToEnd, privateMediaAddresses, selfMute, selfDeaf,"
            + " voiceStateSpacing, serverRequests,"
            + " violationsTolerated, heartbeatsTolerated, resumes, rejoins, identifies,"
            + " resumeDelay, resumeSpread, identifyDelay, rejoinDelay, longestRejoinDelay,"
            + " soonDelay, mainSessionSpread, freeChanges, changeDelay, longestChangeDelay,"
            + " pathFailures, serverNotFound, authenticationFailures, protocolErrors, server,"
            + " settle, dial, hello, ready, resumed, discoveryRetry, discovery, description,"
            + " move, pair, hold, stable, violations, protocolErrorWindow, resumeWindow, leave,"
            + " udpFailure, keys, decide");
  }

  @Test
  void retryLimitsCanBeSetByName() {
    VoiceOptions options =
        builder
            .set("resumes", "1")
            .set("rejoins", "2")
            .set("identifies", "3")
            .set("resumeDelay", "4")
            .set("resumeSpread", "0.5")
            .set("identifyDelay", "6")
            .set("rejoinDelay", "7")
            .set("longestRejoinDelay", "8")
            .set("soonDelay", "9")
            .set("mainSessionSpread", "10")
            .set("pathFailures", "11")
            .set("serverNotFound", "12")
            .set("authenticationFailures", "13")
            .set("protocolErrors", "14")
            .set("freeChanges", "15")
            .set("changeDelay", "16")
            .set("longestChangeDelay", "17")
            .build();
    assertThat(options.retries())
        .isEqualTo(
            new RetryLimits(
                1,
                2,
                3,
                Duration.ofMillis(4),
                0.5,
                Duration.ofMillis(6),
                Duration.ofMillis(7),
                Duration.ofMillis(8),
                Duration.ofMillis(9),
                Duration.ofMillis(10),
                15,
                Duration.ofMillis(16),
                Duration.ofMillis(17),
                11,
                12,
                13,
                14));
  }

  @Test
  void remainingOptionsCanBeSetByName() {
    VoiceOptions options =
        builder
            .set("voiceStateSpacing", "1")
            .set("serverRequests", "2")
            .set("violationsTolerated", "3")
            .set("heartbeatsTolerated", "4")
            .set("resumeWindow", "5000")
            .set("protocolErrorWindow", "6")
            .set("severed", "7")
            .set("move", "8")
            .set("pair", "9")
            .set("decide", "10")
            .set("takenOver", "FOLLOW")
            .set("selfMute", "true")
            .set("selfDeaf", "false")
            .build();
    assertThat(options.voiceStateSpacing()).isEqualTo(Duration.ofMillis(1));
    assertThat(options.serverRequests()).isEqualTo(2);
    assertThat(options.violationsTolerated()).isEqualTo(3);
    assertThat(options.heartbeatsTolerated()).isEqualTo(4);
    assertThat(options.delay(FlowTimer.RESUME_WINDOW)).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.delay(FlowTimer.PROTOCOL_ERRORS)).isEqualTo(Duration.ofMillis(6));
    assertThat(options.severed()).isEqualTo(Duration.ofMillis(7));
    assertThat(options.delay(FlowTimer.MOVE)).isEqualTo(Duration.ofMillis(8));
    assertThat(options.delay(FlowTimer.PAIR)).isEqualTo(Duration.ofMillis(9));
    assertThat(options.delay(FlowTimer.DECIDE)).isEqualTo(Duration.ofMillis(10));
    assertThat(options.takenOver()).isEqualTo(TakenOver.FOLLOW);
    assertThat(builder.set("takenOver", "END").build().takenOver()).isEqualTo(TakenOver.END);
    assertThat(options.selfMute()).isTrue();
    assertThat(options.selfDeaf()).isFalse();
  }

  @Test
  void everyOptionCanBeSetByItsName() {
    for (String name : OptionNames.all()) {
      String value =
          switch (name) {
            case "selfMute", "selfDeaf", "endToEnd", "privateMediaAddresses" -> "true";
            case "takenOver" -> "FOLLOW";
            case "resumeSpread" -> "0";
            default -> "1";
          };
      assertThat(builder.set(name, value)).as(name).isSameAs(builder);
    }
    assertRefused(
        () -> builder.set("resumeSpread", "wide"), "resumeSpread must be a number, was \"wide\"");
    assertRefused(
        () -> builder.set("rejoins", "4294967296"),
        "rejoins must fit into 32 bits, was 4294967296");
    assertRefused(() -> builder.set("selfMute", "1"), "selfMute must be true or false, was \"1\"");
    assertRefused(
        () -> builder.set("takenOver", "follow"),
        "takenOver must be one of [END, FOLLOW], was \"follow\"");
    assertRefused(
        () -> builder.set("endToEnd", "on"),
        "endToEnd must be one of [REQUIRED, PREFERRED, OFF], was \"on\"");
  }

  @ParameterizedTest
  @CsvSource({
    "REQUIRED, REQUIRED",
    "PREFERRED, PREFERRED",
    "OFF, OFF",
    "true, PREFERRED",
    "false, OFF"
  })
  void endToEndIsSetByANameOrABoolean(String text, EndToEnd policy) {
    assertThat(builder.set("endToEnd", text).build().endToEnd()).isEqualTo(policy);
  }

  @Test
  void invalidNumberIsRefusedWithTheNameOfTheOption() {
    assertRefused(() -> builder.serverRequests(0), "serverRequests must be at least 1, was 0");
    assertRefused(
        () -> builder.violationsTolerated(-1), "violationsTolerated must be at least 0, was -1");
    assertRefused(
        () -> builder.heartbeatsTolerated(-1), "heartbeatsTolerated must be at least 0, was -1");
    assertRefused(
        () -> builder.voiceStateSpacing(Duration.ZERO),
        "voiceStateSpacing must be longer than zero and at most a day, was PT0S");
    assertRefused(
        () -> VoiceOptions.builder().set("rejoins", "-1").build(),
        "rejoins must not be negative, was -1");
    for (FlowTimer computed : List.of(FlowTimer.BACKOFF, FlowTimer.PACE, FlowTimer.RECOVERY)) {
      assertRefused(
          () -> builder.delay(computed, Duration.ofSeconds(1)),
          computed
              + " cannot be set with delay(): it follows from resumeDelay, identifyDelay,"
              + " rejoinDelay, changeDelay and the other options");
    }
    assertRefused(
        () -> VoiceOptions.builder().set("freeChanges", "-1").build(),
        "freeChanges must not be negative, was -1");
  }

  @Test
  void valueThatIsNotAWholeNumberIsQuotedInTheMessage() {
    assertRefused(() -> builder.set("dial", "soon"), "dial must be a whole number, was \"soon\"");
    assertRefused(
        () -> builder.set("queueCapacity", "1.5"),
        "queueCapacity must be a whole number, was \"1.5\"");
  }

  @Test
  void delayOfZeroOrLongerThanOneDayIsRefused() {
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
  void queueCapacityOutsideOneToTenThousandIsRefused() {
    String limits = "queueCapacity must be from 1 to 10000 frames, was ";
    assertRefused(() -> builder.queueCapacity(0), limits + 0);
    assertRefused(() -> builder.queueCapacity(10_001), limits + 10_001);
    assertRefused(() -> builder.set("queueCapacity", "4294967297"), limits + "4294967297");
    assertThat(builder.queueCapacity(10_000).build().queueCapacity()).isEqualTo(10_000);
  }

  @Test
  void contradictingOptionsAreRefused() {
    assertRefused(
        () -> builder.delay(FlowTimer.DISCOVERY, Duration.ofMillis(499)).build(),
        "DISCOVERY_RETRY must not be longer than DISCOVERY: it would never repeat a packet");
    assertRefused(
        () -> VoiceOptions.builder().delay(FlowTimer.RESUME_WINDOW, Duration.ofMillis(9)).build(),
        "resumeDelay must not be longer than RESUME_WINDOW: a session would be too old to be"
            + " resumed a second time, PT1S is longer than PT0.009S");
    assertRefused(
        () -> VoiceOptions.builder().set("rejoinDelay", "30001").build(),
        "longestRejoinDelay must not be shorter than rejoinDelay: PT30S is shorter than PT30.001S");
    assertRefused(
        () -> VoiceOptions.builder().set("changeDelay", "30001").build(),
        "longestChangeDelay must not be shorter than changeDelay: PT30S is shorter than PT30.001S");
    assertRefused(
        () -> VoiceOptions.builder().modes().build(),
        "modes must name at least one encryption mode");
  }

  @Test
  void trustFileWithoutACertificateIsRefusedWithItsName(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> builder.trust(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(missing + " cannot be read: ");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    assertRefused(() -> builder.trust(empty), empty + " contains no certificate");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate at all");
    assertRefused(
        () -> builder.trust(garbage), garbage + " is not a PEM file of X.509 certificates");
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
  }
}
