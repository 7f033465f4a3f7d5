package dev.antiphon.cli.internal.diagram;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.Views;
import java.util.Locale;

/** The level of detail of a diagram. */
enum Detail {
  /** One arrow for all transitions with the same source and target. */
  OUTLINE {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram.view(Views.outline(names));
    }
  },
  /** One arrow for each transition, with guard and effects. */
  ROWS {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram.view(Views.withoutInternal());
    }
  },
  /** Also internal transitions. */
  ALL {
    @Override
    StateDiagram of(StateDiagram diagram, int names) {
      return diagram;
    }
  };

  /**
   * Reduces a diagram to this level.
   *
   * @param names the largest number of labels on an arrow
   */
  abstract StateDiagram of(StateDiagram diagram, int names);

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
