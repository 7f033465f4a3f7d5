package dev.antiphon.cli.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The files that a command of audit is given. */
final class AuditFiles {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Audit files that follow one another, the oldest first.")
  private List<Path> files;

  /**
   * All of them.
   *
   * @throws ParameterException if one is not there
   */
  List<Path> all() {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ParameterException(
            spec.commandLine(), "there is no file " + file + " that could be read");
      }
    }
    return files;
  }

  CommandLine commandLine() {
    return spec.commandLine();
  }
}
