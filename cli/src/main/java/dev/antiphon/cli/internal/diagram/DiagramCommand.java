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

/** Draws the connection flow, or any Spring Statemachine. */
@Command(
    name = "diagram",
    description = {
      "Draw the flow of a voice connection from its table.",
      "With --machine, draw any Spring Statemachine instead."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DiagramCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** Formats that are read row by row. They show all details by default. */
  private static final Set<FileFormat> DETAILED_FORMATS =
      EnumSet.of(FileFormat.SCXML, FileFormat.MARKDOWN);

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES} (default: the file extension of --out, or else mermaid).")
  private Optional<FileFormat> format = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The output file (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--detail",
      paramLabel = "DETAIL",
      description = {
        "outline: one arrow for all rows with the same source and target;",
        "rows: one arrow for each row, with guard and actions;",
        "all: also rows that do not leave their state",
        "(default: all for markdown, scxml and --machine, otherwise outline)."
      })
  private Optional<Detail> detail = Optional.empty();

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      description = "The reading direction: down or right (default: ${DEFAULT-VALUE}).",
      defaultValue = "down")
  private Direction direction;

  @Option(
      names = "--names",
      paramLabel = "N",
      description =
          "The largest number of labels on an arrow of an outline (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int names;

  @ArgGroup private Source source = new Source();

  /** Either the connection flow or a machine of the user. */
  private static final class Source {
    @ArgGroup(exclusive = false, heading = "%nOptions for the connection flow:%n")
    private FlowOptions flow = new FlowOptions();

    @ArgGroup(exclusive = false, heading = "%nOptions for your own machine:%n")
    private @Nullable MachineOptions machine;

    boolean isFlow() {
      return machine == null;
    }

    StateDiagram diagram(Detail detail) {
      return machine == null ? flow.diagram(detail) : machine.diagram();
    }
  }

  private DiagramCommand() {}

  /** Creates the command. Names of formats and views are not case-sensitive. */
  public static CommandLine line() {
    return new CommandLine(new DiagramCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    if (names < 1) {
      throw new ParameterException(
          spec.commandLine(), "--names must be at least 1, but is " + names);
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
      return fail("the folder of " + e.getFile() + " does not exist");
    } catch (IOException
        | UncheckedIOException
        | AuditException
        | PictureException
        | MachineSourceException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  /** Prints the diagram. PNG is binary, so that it is written directly to standard output. */
  private void print(FileFormat written, byte[] diagram) {
    if (written == FileFormat.PNG) {
      System.out.writeBytes(diagram);
      System.out.flush();
    } else {
      spec.commandLine().getOut().print(new String(diagram, StandardCharsets.UTF_8));
    }
  }

  private int fail(String why) {
    spec.commandLine().getErr().println("The diagram cannot be created: " + why + ".");
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
                                        "the file extension of "
                                            + file
                                            + " is unknown: set --format")))
                .orElse(FileFormat.MERMAID));
  }

  private StateDiagram diagram(FileFormat written) {
    boolean isOverview = !DETAILED_FORMATS.contains(written) && source.isFlow();
    Detail shown = detail.orElse(isOverview ? Detail.OUTLINE : Detail.ALL);
    return shown.of(source.diagram(shown), names);
  }
}
