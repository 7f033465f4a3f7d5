package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage causes exit code 2, an error message, and no standard output. */
class UsageTest {
  private static final String PLAY =
      "play --endpoint localhost:1 --guild 1 --channel 2 --session s --token SECRET ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sing",
        "serve --no-dave --dave-required",
        "serve --channel 7",
        "serve --channel 0:7",
        "serve --channel 1:x",
        "serve --port 70000",
        "serve --plain --cert a --key b",
        "serve --cert a",
        "serve --modes xsalsa20_poly1305",
        "serve --heartbeat-interval 0",
        "play",
        PLAY + "--user 3",
        PLAY + "--user 3 --frames 0",
        PLAY + "--user 3 --frames 5 file.ogg",
        PLAY + "--user 3 --frames 5 --timeout 0",
        PLAY + "--user 3 --frames 5 --option nonsense=1",
        PLAY + "--user 3 --frames 5 --option dial=0",
        PLAY + "--user 3 --frames 5 --token-env HOME",
        PLAY + "--user 3 --frames 5 --ca x --plain",
        PLAY + "--user 0 --frames 5",
        PLAY + "--user -3 --frames 5",
        PLAY + "--user me --frames 5",
        PLAY + "--user 18446744073709551616 --frames 5",
        "demo --mode rot13",
        "demo more",
        "soak",
        "soak --seconds 5 --minutes 5",
        "soak --seconds 0",
        "soak --minutes 1000000000000000000",
        "soak --seconds 5 --connections 0",
        "soak --seconds 5 --visitors 9",
        "soak --seconds 5 --seed x",
        "soak --seconds 5 --connections 3",
        "soak --seconds 5 --join-limit 0",
      })
  void wrongUsageIsRefused(String arguments) {
    CommandResult run =
        CommandResult.command(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: antiphon").doesNotContain("SECRET");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void missingEnvironmentVariableIsReported() {
    CommandResult run =
        CommandResult.command(
            ("play --endpoint localhost:1 --guild 1 --channel 2 --user 3 --session s"
                    + " --token-env ANTIPHON_NO_SUCH_VARIABLE --frames 5")
                .split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("ANTIPHON_NO_SUCH_VARIABLE is not set");
  }

  @Test
  void helpExitsWithCodeZero() {
    CommandResult run = CommandResult.command("play", "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Usage: antiphon play").contains("--token-env");
  }
}
