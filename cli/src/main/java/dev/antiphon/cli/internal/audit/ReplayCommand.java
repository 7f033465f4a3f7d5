package dev.antiphon.cli.internal.audit;

import dev.antiphon.audit.AuditReplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks that the table of this version gives the same decisions as the recorded steps. */
@Command(
    name = "replay",
    description = {
      "Repeat every recorded step with the table of this version.",
      "If a step differs, print the first difference and exit with code 1."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  @Mixin private AuditFiles files;

  @Override
  public Integer call() {
    PrintWriter out = files.commandLine().getOut();
    int code = 0;
    for (Path file : files.all()) {
      AuditReplay.Outcome outcome = AuditReplay.of(file);
      if (outcome.unexplained().isPresent()) {
        files
            .commandLine()
            .getErr()
            .println("A step differs. " + outcome.unexplained().get() + ".");
        code = 1;
      } else {
        out.printf(
            "%s: all %d steps of %d connections agree with the table.%n",
            file, outcome.steps(), outcome.connections());
        if (outcome.encryptionSteps() > 0) {
          out.printf(
              "%s: all %d steps of their end-to-end encryption agree with its table.%n",
              file, outcome.encryptionSteps());
        }
      }
    }
    return code;
  }
}
