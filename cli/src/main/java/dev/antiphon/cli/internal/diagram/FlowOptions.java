package dev.antiphon.cli.internal.diagram;

import dev.antiphon.audit.AuditRows;
import dev.antiphon.cli.internal.options.ReadableFile;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.Views;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.flowdiagram.FlowView;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for a diagram of the connection flow. */
final class FlowOptions {
  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = {
        "happy: a join without faults; reconnect: reconnecting; full: the whole flow",
        "(default: full)."
      })
  private FlowView view = FlowView.FULL;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      arity = "1..*",
      converter = ReadableFile.class,
      description =
          "Highlight the transitions in these audit files, with counts; the rest is pale.")
  private List<Path> audit = List.of();

  StateDiagram diagram(Detail detail) {
    StateDiagram all = detail == Detail.OUTLINE ? FlowDiagram.arrows(view) : FlowDiagram.rows(view);
    return audit.isEmpty() ? all : all.view(Views.visited(AuditRows.taken(audit)));
  }
}
