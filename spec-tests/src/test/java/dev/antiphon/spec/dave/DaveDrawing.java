package dev.antiphon.spec.dave;

import dev.antiphon.dave.DaveState;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateDiagramBuilder;
import dev.antiphon.diagram.Views;
import java.util.HashSet;
import java.util.Set;

/** The state diagram of a session. It shows all rows that change the state. */
final class DaveDrawing {
  private static final int NAMES = 4;

  private DaveDrawing() {}

  static StateDiagram diagram() {
    StateDiagramBuilder diagram = StateDiagram.builder("DAVE session");
    diagram.initial(DaveState.DISABLED.title());
    for (DaveState state : DaveTable.SESSION.states()) {
      diagram.state(state.title());
    }
    Set<String> drawn = new HashSet<>();
    for (var row : DaveTable.SESSION.rows()) {
      String name = row.event().title();
      String from = row.firstFrom().title();
      String to = row.target(row.firstFrom()).title();
      if (!from.equals(to) && drawn.add(from + name + to)) {
        diagram.transition(from, to, arrow -> arrow.id(row.id()).on(name));
      }
    }
    return diagram.build().view(Views.grouped(NAMES));
  }
}
