package dev.antiphon.cli.internal.audit;

import dev.antiphon.audit.AuditReplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether the table explains what was recorded. */
@Command(
    name = "replay",
    description = {
      "Take every recorded step again, by the table of this version.",
      "Exit code 1, and the first step that is taken otherwise, when not all are explained."
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
        files.commandLine().getErr().println("Unexplained. " + outcome.unexplained().get() + ".");
        code = 1;
      } else {
        out.printf(
            "%s: all %d steps of %d connections are explained.%n",
            file, outcome.steps(), outcome.connections());
        if (outcome.encryptionSteps() > 0) {
          out.printf(
              "%s: all %d steps of their end-to-end encryption are in its table.%n",
              file, outcome.encryptionSteps());
        }
      }
    }
    return code;
  }
}
