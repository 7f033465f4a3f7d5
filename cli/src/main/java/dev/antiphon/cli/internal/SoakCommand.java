package dev.antiphon.cli.internal;

import dev.antiphon.audit.AuditException;
import dev.antiphon.cli.internal.soak.Soak;
import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs many connections with random faults of every kind, and checks that they recover. */
@Command(
    name = "soak",
    description = {
      "Run many connections with random faults for some time, then check that they recovered.",
      "The same seed gives the same faults. Deadlines are shortened to get more events."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SoakCommand implements Callable<Integer> {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.dev.antiphon";

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Time time;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The random seed of the faults (default: a random value, which is printed).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "The number of simultaneous connections (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int connections;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      description = {
        "The number of further bots that come to each call and leave it, again and again (default:",
        "${DEFAULT-VALUE}). So the members of each call change."
      },
      defaultValue = "1")
  private int visitors;

  @Option(
      names = "--join-limit",
      paramLabel = "SECONDS",
      description = {
        "The time in which all connections must join, in seconds (default: ${DEFAULT-VALUE}).",
        "If they do not, print the figures and end with exit code 1."
      },
      defaultValue = "120")
  private long joinLimit;

  @Option(
      names = "--tls",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Use wss:// with TLS. This is the default; --no-tls switches it off.",
        "TLS handshakes need most of the processor time."
      })
  private boolean tls;

  @Option(
      names = "--dave",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Encrypt all calls end to end. This is the default; --no-dave switches it off.",
        "Each call has two members beside its visitors, so the number of connections must be even."
      })
  private boolean dave;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      description = "Write an audit of every step to numbered files with this name.")
  private Optional<Path> audit = Optional.empty();

  @Option(names = "--json", description = "Write JSON Lines.")
  private boolean json;

  private static final class Time {
    @Option(
        names = "--minutes",
        required = true,
        paramLabel = "N",
        description = "How long faults are injected, in minutes.")
    private @Nullable Long minutes;

    @Option(
        names = "--seconds",
        required = true,
        paramLabel = "N",
        description = "How long faults are injected, in seconds.")
    private long seconds;

    private Duration value() {
      return minutes == null ? Duration.ofSeconds(seconds) : Duration.ofMinutes(minutes);
    }
  }

  @Override
  public Integer call() throws CommandFailedException {
    SoakSettings settings = settings();
    logOnlyErrors();
    SoakOutput output =
        json
            ? new SoakJsonOutput(new JsonLines(spec.commandLine().getOut()))
            : new SoakTextOutput(
                spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    output.begin(settings);
    SoakReport report;
    try {
      report = Soak.run(settings, output);
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--audit: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(
          "CannotWrite", "--audit: " + ErrorMessages.of(ErrorMessages.cause(e)));
    }
    output.end(report);
    if (!report.held()) {
      throw new CommandFailedException(
          "Broken",
          "The run with seed %d broke invariants: %d."
              .formatted(report.seed(), report.broken().size()));
    }
    return 0;
  }

  /** Turns off warnings: here, faults would cause thousands of warnings about invalid messages. */
  private static void logOnlyErrors() {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "error");
    }
  }

  private SoakSettings settings() {
    try {
      return new SoakSettings(
          connections,
          visitors,
          time.value(),
          Duration.ofSeconds(joinLimit),
          seed.orElseGet(System::nanoTime),
          tls,
          dave,
          audit,
          Optional.empty());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
