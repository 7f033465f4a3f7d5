package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole scene with every logger at its most talkative tells no secret. */
class SecretsTest {
  private static final String MARK = "secret:";

  @TempDir private Path directory;

  @Test
  void noTokenSessionIdOrKeyReachesALogATransitionOrAToString() throws Exception {
    Path out = directory.resolve("out");
    Path log = directory.resolve("log");
    Process scene =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                TalkativeScene.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    assertThat(scene.waitFor(Scene.LIMIT.multipliedBy(3).toSeconds(), TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(scene.exitValue()).as("the scene ran: %s", said).isZero();

    List<String> secrets =
        Files.readAllLines(out).stream()
            .filter(line -> line.startsWith(MARK))
            .map(line -> line.substring(MARK.length()))
            .toList();
    assertThat(secrets).hasSize(6);
    assertThat(said)
        .as("the loggers did talk")
        .contains("TRACE")
        .contains("sending opcode 0")
        .contains("status=ON")
        .contains("Established");
    for (String secret : secrets) {
      assertThat(said).doesNotContainIgnoringCase(secret);
    }
  }

  static void tell(String secret) {
    System.out.println(MARK + secret);
  }
}
