package dev.antiphon.cli.internal.audit;

import dev.antiphon.cli.internal.report.ReportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with audit files. */
@Command(
    name = "audit",
    description = "Check, replay and read the audit files of connections.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AuditCommand() {}

  /** The command with all that belong to it. */
  public static CommandLine line() {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(new ReportCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command of audit?");
  }
}
