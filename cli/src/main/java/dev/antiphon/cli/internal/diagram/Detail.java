package dev.antiphon.cli.internal.diagram;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.Views;
import java.util.Locale;

/** How much of a diagram is shown. */
enum Detail {
  /** One arrow for all that lead the same way. */
  OUTLINE {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram.view(Views.outline(names));
    }
  },
  /** An arrow for each transition, with guard and effects. */
  ROWS {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram.view(Views.withoutInternal());
    }
  },
  /** Internal transitions too. */
  ALL {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram;
    }
  };

  /** What is left of the diagram; at most so many names on an arrow that stands for several. */
  abstract StateDiagram of(StateDiagram diagram, int names);

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
