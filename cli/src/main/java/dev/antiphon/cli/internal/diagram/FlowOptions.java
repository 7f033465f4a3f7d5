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

/** What of the flow is drawn. */
final class FlowOptions {
  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = {
        "happy: an undisturbed join; reconnect: how a connection is kept; full: all of it",
        "(default: full)."
      })
  private FlowView view = FlowView.FULL;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      arity = "1..*",
      converter = ReadableFile.class,
      description = "Bring forward what these audit files have taken, with counts; pale the rest.")
  private List<Path> audit = List.of();

  StateDiagram diagram(Detail detail) {
    StateDiagram all = detail == Detail.OUTLINE ? FlowDiagram.arrows(view) : FlowDiagram.rows(view);
    return audit.isEmpty() ? all : all.view(Views.visited(AuditRows.taken(audit)));
  }
}
