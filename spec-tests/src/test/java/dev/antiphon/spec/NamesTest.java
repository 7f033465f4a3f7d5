package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name without an answer, and a name with a silent address, cost no call. */
class NamesTest {
  @TempDir private Path directory;

  @Test
  void lostConnectionIsResumedWhileTheNameCannotBeResolved() throws Exception {
    run("resume");
  }

  /** A leak test of dials whose race has a loser. */
  @Test
  @Tag("P16")
  void raceWithASilentAddressLeavesNoSocketAndNoThread() throws Exception {
    run("race");
  }

  private void run(String scenario) throws Exception {
    Path hosts = Files.createFile(directory.resolve("hosts"));
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djdk.net.hosts.file=" + hosts,
                "-Dsun.net.inetaddr.ttl=0",
                NamesMain.class.getName(),
                scenario)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended =
        process.waitFor(TestEnvironment.LIMIT.multipliedBy(3).toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the scenario ends; its output: %s", Files.readString(out)).isTrue();
    assertThat(process.exitValue()).as("exit code; its output: %s", Files.readString(out)).isZero();
    assertThat(out).content().contains("finished");
  }
}
