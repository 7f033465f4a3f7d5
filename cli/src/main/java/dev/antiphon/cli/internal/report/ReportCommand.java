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

/** Makes a page of audit files. */
@Command(
    name = "report",
    description = {
      "Make one HTML page of audit files, to be opened in any browser, offline:",
      "the states and the ways taken, a timeline of each connection, and the causes."
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
      description = "Audit files that follow one another, the oldest first.")
  private List<Path> files;

  @Option(names = "--html", paramLabel = "OUT", required = true, description = "The page.")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      AuditReport.Made made = AuditReport.write(files, out);
      spec.commandLine().getOut().println(story(made));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (NoSuchFileException e) {
      err.println("The page cannot be made: there is no folder for " + e.getFile() + ".");
    } catch (IOException | UncheckedIOException e) {
      err.println("The page cannot be made: " + e.getMessage());
    }
    return FAILED;
  }

  private String story(AuditReport.Made made) {
    String left =
        made.shown() < made.steps() ? ", of which the last " + made.shown() + " are shown" : "";
    String chain =
        made.verdict()
            .flaw()
            .map(flaw -> "The chain is not whole: " + flaw)
            .orElse("The chain is whole");
    return out
        + " shows "
        + several(made.connections(), "connection")
        + " and "
        + several(made.steps(), "step")
        + left
        + ". "
        + chain
        + ".";
  }

  private static String several(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
