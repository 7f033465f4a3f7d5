package dev.antiphon.cli.internal.diagram;

import dev.antiphon.audit.AuditException;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.Views;
import dev.antiphon.diagram.file.FileFormat;
import dev.antiphon.diagram.image.PictureException;
import dev.antiphon.diagram.load.MachineSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws the flow, or any Spring Statemachine. */
@Command(
    name = "diagram",
    description = {
      "Draw the flow of a voice connection, from the table that runs.",
      "With --machine, any Spring Statemachine instead."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DiagramCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** What is read row by row rather than looked at. */
  private static final Set<FileFormat> FOR_READERS =
      EnumSet.of(FileFormat.SCXML, FileFormat.MARKDOWN);

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES} (default: what the name of --out ends with, else mermaid).")
  private Optional<FileFormat> format = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "Where to; else standard output.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--detail",
      paramLabel = "DETAIL",
      description = {
        "outline: one arrow for all that lead the same way;",
        "rows: an arrow for each, with guard and actions; all: what does not leave its state too",
        "(default: outline, but all as markdown and scxml, and of a machine)."
      })
  private Optional<Detail> detail = Optional.empty();

  @Option(
      names = "--direction",
      paramLabel = "WAY",
      description = "In which way it is read: down or right (default: ${DEFAULT-VALUE}).",
      defaultValue = "down")
  private Direction direction;

  @Option(
      names = "--names",
      paramLabel = "N",
      description = "How many names an arrow has, in an outline (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int names;

  @ArgGroup private Source source = new Source();

  /** Either the flow or a machine of the caller's. */
  private static final class Source {
    @ArgGroup(exclusive = false, heading = "%nOf the flow:%n")
    private FlowOptions flow = new FlowOptions();

    @ArgGroup(exclusive = false, heading = "%nOf a machine of yours:%n")
    private @Nullable MachineOptions machine;

    boolean isFlow() {
      return machine == null;
    }

    StateDiagram diagram(Detail detail) {
      return machine == null ? flow.diagram(detail) : machine.diagram();
    }
  }

  private DiagramCommand() {}

  /** The command, as it is typed: names of formats and views in any case. */
  public static CommandLine line() {
    return new CommandLine(new DiagramCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    if (names < 1) {
      throw new ParameterException(spec.commandLine(), "--names must be at least 1, not " + names);
    }
    FileFormat written = format();
    try {
      byte[] diagram = written.write(diagram(written).view(Views.direction(direction)));
      if (out.isPresent()) {
        Files.write(out.get(), diagram);
      } else {
        print(written, diagram);
      }
      return 0;
    } catch (NoSuchFileException e) {
      return fail("there is no folder for " + e.getFile());
    } catch (IOException
        | UncheckedIOException
        | AuditException
        | PictureException
        | MachineSourceException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  /** Pixels are no text, so they go round the writer of texts. */
  private void print(FileFormat written, byte[] diagram) {
    if (written == FileFormat.PNG) {
      System.out.writeBytes(diagram);
      System.out.flush();
    } else {
      spec.commandLine().getOut().print(new String(diagram, StandardCharsets.UTF_8));
    }
  }

  private int fail(String why) {
    spec.commandLine().getErr().println("The diagram cannot be made: " + why + ".");
    return FAILED;
  }

  private FileFormat format() {
    return format.orElseGet(
        () ->
            out.map(
                    file ->
                        FileFormat.byName(file.toString())
                            .orElseThrow(
                                () ->
                                    new ParameterException(
                                        spec.commandLine(),
                                        "no format is known by the name of "
                                            + file
                                            + ": say --format")))
                .orElse(FileFormat.MERMAID));
  }

  private StateDiagram diagram(FileFormat written) {
    boolean forTheEye = !FOR_READERS.contains(written) && source.isFlow();
    Detail shown = detail.orElse(forTheEye ? Detail.OUTLINE : Detail.ALL);
    return shown.of(source.diagram(shown), names);
  }
}
