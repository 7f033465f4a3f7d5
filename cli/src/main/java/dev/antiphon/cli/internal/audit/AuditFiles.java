package dev.antiphon.cli.internal.audit;

import dev.antiphon.cli.internal.options.ReadableFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The files of an audit command. */
final class AuditFiles {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      converter = ReadableFile.class,
      description = "Consecutive audit files, the oldest first.")
  private List<Path> files;

  /** All files. */
  List<Path> all() {
    return files;
  }

  CommandLine commandLine() {
    return spec.commandLine();
  }
}
