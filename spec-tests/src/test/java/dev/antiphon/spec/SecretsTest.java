package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A complete call with all loggers at TRACE writes no secret to the log. */
class SecretsTest {
  private static final String PREFIX = "secret:";

  @TempDir private Path directory;

  @Test
  void noSecretAppearsInLogsTransitionsOrToString() throws Exception {
    Path out = directory.resolve("out");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                SecretsMain.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    assertThat(process.waitFor(TestEnvironment.LIMIT.multipliedBy(3).toSeconds(), TimeUnit.SECONDS))
        .isTrue();
    String logged = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("exit code of the call; its log: %s", logged).isZero();

    List<String> secrets =
        Files.readAllLines(out).stream()
            .filter(line -> line.startsWith(PREFIX))
            .map(line -> line.substring(PREFIX.length()))
            .toList();
    assertThat(secrets).hasSize(6);
    assertThat(logged)
        .as("log at level TRACE")
        .contains("TRACE")
        .contains("sending opcode 0")
        .contains("status=ON")
        .contains("Established");
    for (String secret : secrets) {
      assertThat(logged).doesNotContainIgnoringCase(secret);
    }
  }

  static void printSecret(String secret) {
    System.out.println(PREFIX + secret);
  }
}
