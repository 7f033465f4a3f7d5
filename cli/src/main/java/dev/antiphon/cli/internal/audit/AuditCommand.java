package dev.antiphon.cli.internal.audit;

import dev.antiphon.cli.internal.report.ReportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for audit files. */
@Command(
    name = "audit",
    description = "Check, replay and read the audit files of connections.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AuditCommand() {}

  /** Creates the command with its subcommands. */
  public static CommandLine line() {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(new ReportCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand of audit.");
  }
}
