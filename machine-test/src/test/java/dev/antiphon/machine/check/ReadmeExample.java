package dev.antiphon.machine.check;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateDiagramBuilder;
import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableWriter;
import dev.antiphon.machine.Titled;
import java.util.List;

/** The machine of the README: a client that dials, and dials again after its connection is lost. */
final class ReadmeExample {
  // spotless:off
  // doc:begin machine
  enum Phase implements State { IDLE, DIALLING, CONNECTED, FAILED }
  enum Event implements Kind { DIAL, OPENED, LOST }
  enum Guard implements Titled { RETRY_LEFT }
  enum Action implements Titled { COUNT_RETRY }

  static final Table<Phase, Event, Guard, Action> TABLE =
      TableWriter.<Phase, Event, Guard, Action>table(List.of(Phase.values()), List.of(Event.values()))
          .on(Event.DIAL).in(Phase.IDLE).goTo(Phase.DIALLING).elsewhere().refuse("one at a time")
          .on(Event.OPENED).in(Phase.DIALLING).goTo(Phase.CONNECTED).elsewhere().violate()
          .on(Event.LOST).in(Phase.DIALLING, Phase.CONNECTED)
          .when(Guard.RETRY_LEFT).goTo(Phase.DIALLING).doing(Action.COUNT_RETRY)
          .otherwise().goTo(Phase.FAILED).elsewhere().ignore("there is no connection")
          .table();
  // doc:end
  // spotless:on

  private ReadmeExample() {}

  // doc:begin model
  /** The memory is the number of retries so far. */
  static TableModel<Phase, Event, Guard, Action, Integer> model() {
    return TableModel.of(
        TABLE,
        new StateAndMemory<>(Phase.IDLE, 0),
        (guard, retries) -> retries < 2,
        (action, retries) -> retries + 1);
  }

  // doc:end

  // doc:begin properties
  static Explorer<StateAndMemory<Phase, Integer>, Event, Row<Phase, Event, Guard, Action>> explorer(
      TableModel<Phase, Event, Guard, Action, Integer> model) {
    return Explorer.of(model)
        .checking(Check.always("at most two retries", here -> here.memory() <= 2))
        .eventually(
            Liveness.restricted(
                "a network that only fails",
                event -> event == Event.LOST,
                here -> here.state() == Phase.IDLE || here.state() == Phase.FAILED));
  }

  // doc:end

  static Exploration<StateAndMemory<Phase, Integer>, Event> explored() {
    // doc:begin explored
    Exploration<StateAndMemory<Phase, Integer>, Event> found =
        explorer(model()).explore(1_000).orThrow();
    // doc:end
    return found;
  }

  static Counterexample<Event> broken() {
    // doc:begin broken
    Mutant<Phase, Event, Guard, Action> defect =
        new Mutants<>(TABLE).mutant("LOST.DIALLING.1 without COUNT_RETRY").orElseThrow();
    Counterexample<Event> found =
        explorer(model().with(defect)).explore(1_000).counterexample().orElseThrow();
    // doc:end
    return found;
  }

  // doc:begin drawing
  static StateDiagram drawing(String title, Table<?, ?, ?, ?> table) {
    StateDiagramBuilder diagram = StateDiagram.builder(title);
    diagram.initial(table.superstates().get(0).title());
    table.superstates().forEach(state -> diagram.state(state.title()));
    table.rows().stream().filter(Row::changesState).forEach(row -> arrow(diagram, row));
    return diagram.build();
  }

  private static <S extends State> void arrow(StateDiagramBuilder diagram, Row<S, ?, ?, ?> row) {
    State to = row.target(row.firstFrom()).superstate();
    diagram.transition(
        row.superstate().title(),
        to.title(),
        arrow -> {
          arrow.id(row.id()).on(row.event().title());
          row.guard().ifPresent(guard -> arrow.when(guard.title()));
          row.actions().forEach(action -> arrow.doing(action.title()));
        });
  }
  // doc:end
}
