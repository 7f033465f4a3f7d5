package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Promela model is generated from the table, and it makes the same steps as the flow. */
class PromelaTest {
  private static final Path FILE =
      Path.of(System.getProperty("antiphon.root"), "docs", "flow", "voice.pml");
  private static final int MOST = 1_000_000;
  private static final int SOME = 3_000;
  private static final int EVERY = 7;

  @Test
  void promelaFileMatchesTheTransitionTable() throws IOException {
    PromelaModel model = new PromelaModel(ModelWorld.CALM, VoiceFlow.TABLE);
    String expected = new PromelaText(model).toString();
    if (Boolean.getBoolean("antiphon.update")) {
      Files.writeString(FILE, expected);
    }
    assertThat(Files.readString(FILE))
        .as("docs/flow/voice.pml is outdated: run this test with -Dantiphon.update=true")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "VOICE",
        "VOICE_PATIENT",
        "DISCORD",
        "MAIN_GATEWAY",
        "POLICY",
        "REQUESTS",
        "MOVES",
        "WHOLE"
      })
  void promelaModelAgreesWithTheFlowOnASampleOfSteps(ModelWorld world) {
    agree(world, SOME, EVERY);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(names = {"VOICE", "DISCORD", "MAIN_GATEWAY", "POLICY", "REQUESTS", "MOVES"})
  void promelaModelAgreesWithTheFlowOnEveryStep(ModelWorld world) {
    agree(world, MOST, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_SOCKET_NOT_RELEASED", "ESTABLISHED_WITHOUT_A_KEY"})
  void promelaModelOfABrokenTableDisagreesWithTheFlow(PromelaDefect defect) {
    PromelaAgreement agreement = new PromelaAgreement(ModelWorld.CALM, defect.table());
    assertThat(agreement.firstDifference(SOME, 1)).isPresent();
  }

  private static void agree(ModelWorld world, int most, int every) {
    PromelaAgreement agreement = new PromelaAgreement(world, VoiceFlow.TABLE);
    assertThat(agreement.firstDifference(most, every)).isEmpty();
    System.out.printf(
        "%s: the model agrees with %,d steps of the flow%n", world, agreement.steps());
  }
}
