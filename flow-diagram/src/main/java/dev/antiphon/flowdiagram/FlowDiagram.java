package dev.antiphon.flowdiagram;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateDiagramBuilder;
import dev.antiphon.diagram.TransitionBuilder;
import dev.antiphon.diagram.TransitionKind;
import dev.antiphon.diagram.Views;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.TableText;
import dev.antiphon.machine.Titled;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The flow as a diagram, read from the table. The id of a transition is that of its row, by which
 * {@link Views#visited} knows it; the id of a state is its title.
 *
 * <p>Safe for use by any number of threads.
 */
public final class FlowDiagram {
  private FlowDiagram() {}

  /**
   * For the eye: the rows that leave their state, each called by what tells it from those beside
   * it, its reason, its guard or its event; one arrow for all that lead the same way, and for what
   * all states of a group can do. At most so many names on an arrow.
   */
  public static StateDiagram outline(FlowView view, int names) {
    return arrows(view).view(Views.outline(names));
  }

  /** As {@link #outline}, before arrows are joined: for views that look at single rows. */
  public static StateDiagram arrows(FlowView view) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(row -> (row.changesState() || leavesASubstate(row, view)) && view.shows(row));
    EdgeNames names = new EdgeNames(rows);
    return draw(view.title(), view.states(), rows, (row, arrow) -> arrow.on(names.of(row)));
  }

  /**
   * Every row that does something, with event, guard and actions. Those that do not leave their
   * state are internal transitions.
   */
  public static StateDiagram rows(FlowView view) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(row -> row.outcome() != Outcome.IGNORED && view.shows(row));
    return draw(view.title(), view.states(), rows, FlowDiagram::tell);
  }

  /** What leads into this state and out of it, for the eye. */
  public static StateDiagram around(VoiceState state, int names) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(
            row ->
                row.changesState() && (FlowRows.from(row) == state || FlowRows.to(row) == state));
    EdgeNames edges = new EdgeNames(rows);
    return draw(state.title(), States.SIDE_BY_SIDE, rows, (row, arrow) -> arrow.on(edges.of(row)))
        .view(Views.grouped(names));
  }

  /** Whether the row leaves the one substate that is drawn, where it is drawn. */
  private static boolean leavesASubstate(Row<Substate, ?, ?, ?> row, FlowView view) {
    return view.states() == States.GROUPED
        && row.to().isPresent()
        && !source(row, view.states()).equals(target(row, view.states()));
  }

  private static String source(Row<Substate, ?, ?, ?> row, States states) {
    return states == States.GROUPED && row.named().size() == 1
        ? States.node(row.named().get(0))
        : FlowRows.from(row).title();
  }

  private static String target(Row<Substate, ?, ?, ?> row, States states) {
    return states == States.GROUPED
        ? row.to().map(States::node).orElseGet(() -> source(row, states))
        : FlowRows.to(row).title();
  }

  private static List<Row<Substate, EventKind, Guard, Action>> rows(
      Predicate<Row<Substate, ?, ?, ?>> wanted) {
    return VoiceFlow.TABLE.rows().stream().filter(wanted).toList();
  }

  private static void tell(Row<Substate, ?, ?, ?> row, TransitionBuilder arrow) {
    arrow.on(row.event().title());
    String condition = TableText.condition(row);
    if (!condition.isEmpty()) {
      arrow.when(condition);
    }
    FlowRows.reason(row).map(Substate::title).ifPresent(reason -> arrow.doing("because " + reason));
    switch (row.outcome()) {
      case VIOLATION -> arrow.doing("count a violation");
      case REFUSED -> arrow.doing("refuse: " + row.note());
      default -> arrow.doing(row.actions().stream().map(Titled::title).toList());
    }
  }

  private static StateDiagram draw(
      String title,
      States states,
      List<Row<Substate, EventKind, Guard, Action>> rows,
      BiConsumer<Row<Substate, ?, ?, ?>, TransitionBuilder> words) {
    StateDiagramBuilder diagram = StateDiagram.builder(title);
    Set<VoiceState> shown = EnumSet.noneOf(VoiceState.class);
    rows.forEach(row -> shown.addAll(List.of(FlowRows.from(row), FlowRows.to(row))));
    boolean leaving =
        rows.stream().anyMatch(row -> !target(row, states).equals(FlowRows.to(row).title()));
    diagram.region(states.of(shown, leaving));
    for (Row<Substate, ?, ?, ?> row : rows) {
      diagram.transition(
          source(row, states),
          target(row, states),
          arrow -> {
            arrow.id(row.id());
            if (!row.changesState() && source(row, states).equals(target(row, states))) {
              arrow.kind(TransitionKind.INTERNAL);
            }
            words.accept(row, arrow);
          });
    }
    return diagram.build();
  }
}
