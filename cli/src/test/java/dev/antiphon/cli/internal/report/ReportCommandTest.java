package dev.antiphon.cli.internal.report;

import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void commandPrintsASummaryOfThePage() throws IOException {
    Path file = new Lines().step("a", IDLE, FAILED).in(folder.resolve("audit.jsonl"));
    Path page = folder.resolve("page.html");
    assertThat(run(file.toString(), "--html", page.toString())).isZero();
    assertThat(page).isNotEmptyFile();
    assertThat(out.toString())
        .startsWith(page + " shows 1 connection and 1 step. The chain is not intact: " + file)
        .endsWith(System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void missingFileIsReported() {
    Path missing = folder.resolve("no.jsonl");
    assertThat(run(missing.toString(), "--html", "page.html")).isEqualTo(2);
    assertThat(err.toString())
        .contains("the file " + missing + " does not exist or cannot be read");
    assertThat(run(folder.toString(), "--html", "page.html")).isEqualTo(2);
  }

  @Test
  void unwritablePageIsReported() throws IOException {
    Path file = new Lines().step("a", IDLE, FAILED).in(folder.resolve("audit.jsonl"));
    Path nowhere = folder.resolve("no").resolve("page.html");
    assertThat(run(file.toString(), "--html", nowhere.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(nowhere.toString());
  }

  @Test
  void commandThatWouldReplaceAnAuditFileIsRefused() throws IOException {
    Path file = new Lines().step("a", IDLE, FAILED).in(folder.resolve("audit.jsonl"));
    assertThat(run(file.toString(), "--html", file.toString())).isEqualTo(2);
    assertThat(run("--html", "page.html")).isEqualTo(2);
    assertThat(run(file.toString())).isEqualTo(2);
  }

  private int run(String... args) {
    return new CommandLine(new ReportCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
