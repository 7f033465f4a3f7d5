package dev.antiphon.cli.internal.report;

import dev.antiphon.cli.internal.options.ReadableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an HTML page that shows audit files. */
@Command(
    name = "report",
    description = {
      "Write one HTML page that shows audit files. You can open it offline in any browser. It shows",
      "the states and transitions, a timeline of each connection, and the causes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      converter = ReadableFile.class,
      description = "Consecutive audit files, the oldest first.")
  private List<Path> files;

  @Option(names = "--html", paramLabel = "OUT", required = true, description = "The page to write.")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      AuditReport.Summary summary = AuditReport.write(files, out);
      spec.commandLine().getOut().println(message(summary));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (NoSuchFileException e) {
      err.println("The page cannot be written: the folder of " + e.getFile() + " does not exist.");
    } catch (IOException | UncheckedIOException e) {
      err.println("The page cannot be written: " + e.getMessage());
    }
    return FAILED;
  }

  private String message(AuditReport.Summary summary) {
    String left =
        summary.shown() < summary.steps()
            ? " (only the last " + summary.shown() + " steps are shown)"
            : "";
    String chain =
        summary
            .verdict()
            .flaw()
            .map(flaw -> "The chain is not intact: " + flaw)
            .orElse("The chain is intact");
    return out
        + " shows "
        + several(summary.connections(), "connection")
        + " and "
        + several(summary.steps(), "step")
        + left
        + ". "
        + chain
        + ".";
  }

  private static String several(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
