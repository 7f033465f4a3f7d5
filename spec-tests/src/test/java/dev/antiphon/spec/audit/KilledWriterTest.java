package dev.antiphon.spec.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditFile;
import dev.antiphon.audit.AuditReplay;
import dev.antiphon.audit.AuditVerdict;
import dev.antiphon.audit.AuditVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A killed writer process loses no audit line that it had already written to the operating system.
 */
class KilledWriterTest {
  private static final int MAX_BATCHES = 100;

  private final Random random = new Random(20_261_122);

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void noWrittenAuditLineIsLostWhenFiveWritersAreKilled() throws Exception {
    assertNothingLost(5);
  }

  @Test
  @Tag("proof")
  void noWrittenAuditLineIsLostWhenAHundredWritersAreKilled() throws Exception {
    assertNothingLost(100);
  }

  private void assertNothingLost(int times) throws Exception {
    for (int time = 0; time < times; time++) {
      long written = killAfter(1 + random.nextInt(MAX_BATCHES));
      List<Path> files = files();
      assertThat(files).as("each start creates a file").hasSize(time + 1);
      AuditReplay.Outcome replay = AuditReplay.of(files.get(time));
      assertThat(replay.unexplained()).isEmpty();
      assertThat(replay.steps()).isGreaterThanOrEqualTo(written);
    }
    AuditFile.numbered(folder.resolve("audit.jsonl")).open().close();
    AuditVerdict verdict = AuditVerifier.verify(files(), Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes())
        .as("each start has noted where the previous writer was stopped")
        .hasSize(times)
        .allMatch(note -> note.what().startsWith("open end after line "));
  }

  /** Kills the writer and returns the number of steps that it had written before. */
  private long killAfter(int batches) throws IOException, InterruptedException {
    Process writer = start();
    try (BufferedReader output = writer.inputReader()) {
      String last = null;
      for (int batch = 0; batch < batches; batch++) {
        last = output.readLine();
      }
      writer.toHandle().destroyForcibly();
      // Lines printed before the kill count, too.
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = line;
      }
      writer.waitFor();
      return Long.parseLong(last);
    } finally {
      writer.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EndlessAuditWriter.class.getName(),
            folder.resolve("audit.jsonl").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
