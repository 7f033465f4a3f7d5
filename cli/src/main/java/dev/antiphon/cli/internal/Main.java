package dev.antiphon.cli.internal;

import dev.antiphon.cli.internal.audit.AuditCommand;
import dev.antiphon.cli.internal.diagram.DiagramCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The main class of {@code ./antiphon COMMAND}.
 *
 * <p>Exit codes: 0 is success; 1 is a failure, with one sentence on standard error; 2 is wrong
 * usage.
 */
@Command(
    name = "antiphon",
    description = "Discord voice connections as an explicit, auditable state machine.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final int FAILED = 1;
  private static final long ORDERLY_END_SECONDS = 20;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = CommandLine.ScopeType.INHERIT,
      description = "Write debug logs of the library to standard error.")
  @SuppressWarnings("UnusedMethod") // picocli calls it
  private void verbose(boolean on) {
    if (on) {
      System.setProperty("org.slf4j.simpleLogger.log.dev.antiphon", "debug");
    }
  }

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }

  /**
   * Runs a command and exits with its exit code. SIGTERM and SIGINT interrupt the command. The
   * command then ends normally and sets its exit code.
   */
  public static void main(String[] args) {
    Thread command = Thread.currentThread();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> endWith(command, ended), "antiphon-shutdown"));
    ended.complete(run(args, utf8(System.out), utf8(System.err), Ansi.AUTO));
    System.exit(ended.join());
  }

  /**
   * Runs a command in this process and on this thread. Interrupting the thread ends the command.
   *
   * @return the exit code
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return run(args, out, err, Ansi.OFF);
  }

  private static int run(String[] args, PrintWriter out, PrintWriter err, Ansi ansi) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(SoundFile::packets))
            .addSubcommand(new ServeCommand())
            .addSubcommand(new PlayCommand())
            .addSubcommand(new SoakCommand())
            .addSubcommand(DiagramCommand.line())
            .addSubcommand(AuditCommand.line());
    return execute(line, args, out, err, ansi);
  }

  static int execute(CommandLine line, String[] args, PrintWriter out, PrintWriter err, Ansi ansi) {
    line.setOut(out)
        .setErr(err)
        .setExpandAtFiles(false) // an @ is a part of the option's value
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, err));
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private static int report(Exception failure, PrintWriter err) {
    boolean expected = failure instanceof CommandFailedException;
    err.println(expected ? failure.getMessage() : "Unexpected error: " + failure);
    return FAILED;
  }

  /**
   * Interrupts the command and exits with its exit code. Without this, the JVM would exit with the
   * number of the signal.
   */
  private static void endWith(Thread command, CompletableFuture<Integer> ended) {
    command.interrupt();
    int code = FAILED;
    try {
      code = ended.get(ORDERLY_END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      System.err.println("The command did not end in time. It is stopped now.");
    }
    Runtime.getRuntime().halt(code);
  }

  /** Creates a writer in UTF-8, because JSON is UTF-8 in every locale. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"antiphon " + (version == null ? "(not packaged)" : version)};
    }
  }
}
