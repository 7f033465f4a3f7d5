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
 * Creates diagrams of the voice connection's flow from its transition table. The id of a transition
 * is the id of its row in the table. {@link Views#visited} uses this id. The id of a state is its
 * title.
 *
 * <p>Thread-safe.
 */
public final class FlowDiagram {
  private FlowDiagram() {}

  /**
   * An overview for people: the rows that leave their state. The label of a row is the reason for
   * the new state, the guard or the event: the same kind of label for all rows between the same two
   * states. Rows with the same source and target share an arrow. If all states of a group have a
   * transition to the same target, one arrow starts at the group instead.
   *
   * @param view the part of the flow that is shown
   * @param names the largest number of labels on an arrow
   */
  public static StateDiagram outline(FlowView view, int names) {
    return arrows(view).view(Views.outline(names));
  }

  /** The same rows as in {@link #outline}, but with one arrow for each row. */
  public static StateDiagram arrows(FlowView view) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(row -> (row.changesState() || leavesASubstate(row, view)) && view.shows(row));
    EdgeNames names = new EdgeNames(rows);
    return draw(view.title(), view.states(), rows, (row, arrow) -> arrow.on(names.of(row)));
  }

  /**
   * All rows of the view except the rows that ignore their event. Each transition shows the event,
   * the guard and the actions of its row. Rows that do not leave their state are internal
   * transitions.
   */
  public static StateDiagram rows(FlowView view) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(row -> row.outcome() != Outcome.IGNORED && view.shows(row));
    return draw(view.title(), view.states(), rows, FlowDiagram::describe);
  }

  /**
   * An overview of the transitions into and out of one state.
   *
   * @param state the state
   * @param names the largest number of labels on an arrow
   */
  public static StateDiagram around(VoiceState state, int names) {
    List<Row<Substate, EventKind, Guard, Action>> rows =
        rows(
            row ->
                row.changesState() && (FlowRows.from(row) == state || FlowRows.to(row) == state));
    EdgeNames edges = new EdgeNames(rows);
    return draw(state.title(), States.SIDE_BY_SIDE, rows, (row, arrow) -> arrow.on(edges.of(row)))
        .view(Views.grouped(names));
  }

  /** Whether the row leaves the substate that is drawn separately, in a view that draws it. */
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

  private static void describe(Row<Substate, ?, ?, ?> row, TransitionBuilder arrow) {
    arrow.on(row.event().title());
    String condition = TableText.condition(row);
    if (!condition.isEmpty()) {
      arrow.when(condition);
    }
    row.substate().map(Substate::title).ifPresent(reason -> arrow.doing("because " + reason));
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
      BiConsumer<Row<Substate, ?, ?, ?>, TransitionBuilder> labels) {
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
            labels.accept(row, arrow);
          });
    }
    return diagram.build();
  }
}
