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

/** Lets many connections suffer seeded faults of every kind, and looks whether they survive. */
@Command(
    name = "soak",
    description = {
      "Let many connections suffer faults of every kind for a time, then look at them.",
      "The same seed gives the same plan of faults. Deadlines are shortened, so that much happens."
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
      description = "Seed of the plan of faults; else one by chance, which is told.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many connections at once (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int connections;

  @Option(
      names = "--tls",
      description = "Over TLS: wss://. Its handshakes cost more than all the rest.")
  private boolean tls;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      description = "Audit every step, to numbered files of this name.")
  private Optional<Path> audit = Optional.empty();

  @Option(names = "--json", description = "Write JSON Lines.")
  private boolean json;

  private static final class Time {
    @Option(
        names = "--minutes",
        required = true,
        paramLabel = "N",
        description = "How long faults strike.")
    private @Nullable Long minutes;

    @Option(
        names = "--seconds",
        required = true,
        paramLabel = "N",
        description = "The same in seconds.")
    private long seconds;

    private Duration value() {
      return minutes == null ? Duration.ofSeconds(seconds) : Duration.ofMinutes(minutes);
    }
  }

  @Override
  public Integer call() throws CommandFailedException {
    SoakSettings settings = settings();
    speakOnlyOfErrors();
    SoakTeller teller =
        json
            ? new SoakLines(new JsonLines(spec.commandLine().getOut()))
            : new SoakStory(
                spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    teller.prologue(settings);
    SoakReport report;
    try {
      report = Soak.run(settings, teller);
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--audit: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(
          "CannotWrite", "--audit: " + Sentences.of(Sentences.cause(e)));
    } catch (InterruptedException e) {
      throw new CommandFailedException("Interrupted", "The soak was called off.");
    }
    teller.epilogue(report);
    if (!report.held()) {
      throw new CommandFailedException(
          "Broken",
          "With seed %d, invariants were broken: %d."
              .formatted(report.seed(), report.broken().size()));
    }
    return 0;
  }

  /** Each message that a fault spoils is worth a warning elsewhere; here they are thousands. */
  private static void speakOnlyOfErrors() {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "error");
    }
  }

  private SoakSettings settings() {
    try {
      return new SoakSettings(
          connections,
          time.value(),
          seed.orElseGet(System::nanoTime),
          tls,
          audit,
          Optional.empty());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
