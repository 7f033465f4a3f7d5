package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.internal.connection.UnencryptedSpeechTest.Happening;
import dev.antiphon.internal.connection.UnencryptedSpeechTest.Scene;
import net.jqwik.api.Example;

/** Tests the log when a voice server ends and begins the encryption again and again. */
class FloodOfDowngradesTest {
  @Example
  void floodOfChangesGivesOneLineInASecondAndSpeechWaitsForIt() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      for (int n = 0; n < 1_000; n++) {
        UnencryptedSpeechTest.all(scene, Happening.ON, Happening.OFF, Happening.TOLD);
      }
      assertThat(log.lines().size()).isEqualTo(1);
      UnencryptedSpeechTest.all(scene, Happening.OFFER, Happening.TICK, Happening.TICK);
      assertThat(scene.speech.isAllowed()).as("sent before the line is written").isFalse();
      assertThat(scene.unencrypted).isEmpty();
      UnencryptedSpeechTest.all(scene, Happening.WAIT);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1))
          .contains("the call is not encrypted end to end")
          .endsWith(" (1997 changes in between)");
      UnencryptedSpeechTest.all(scene, Happening.TICK);
      assertThat(scene.unencrypted).hasSize(1);
      UnencryptedSpeechTest.all(scene, Happening.WAIT, Happening.WAIT);
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Example
  void lastStateIsLoggedAfterAFloodThatEndsWithEncryption() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      for (int n = 0; n < 10; n++) {
        UnencryptedSpeechTest.all(scene, Happening.OFF, Happening.TOLD, Happening.ON);
      }
      UnencryptedSpeechTest.all(scene, Happening.WAIT, Happening.WAIT);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1))
          .isEqualTo(
              "WARN guild 1, channel 1: frames are no longer sent without end-to-end encryption"
                  + " (status ON) (18 changes in between)");
    }
  }

  /** The application has no listener, so it is told at once. */
  @Example
  void downgradesDuringTenSecondsGiveOneLineInEachSecond() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      for (int second = 0; second < 10; second++) {
        for (int n = 0; n < 100; n++) {
          UnencryptedSpeechTest.all(scene, Happening.OFF, Happening.TOLD, Happening.ON);
        }
        assertThat(log.lines().size()).isEqualTo(second + 1);
        UnencryptedSpeechTest.all(scene, Happening.WAIT);
      }
    }
  }

  @Example
  void lineThatWaitsWhenTheConnectionEndsIsWritten() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class)) {
      try (Scene scene = new Scene()) {
        UnencryptedSpeechTest.all(scene, Happening.OFF, Happening.ON, Happening.OFF);
        assertThat(log.lines().size()).isEqualTo(1);
      }
      assertThat(log.lines().size()).isEqualTo(2);
      assertThat(log.lines().get(1)).endsWith(" (1 change in between)");
    }
  }
}
