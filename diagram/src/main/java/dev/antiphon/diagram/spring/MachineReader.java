package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.region.Region;
import org.springframework.statemachine.state.AbstractState;
import org.springframework.statemachine.state.PseudoState;
import org.springframework.statemachine.state.State;
import org.springframework.statemachine.transition.InitialTransition;

/**
 * Reads the states of one machine, from the outermost to the innermost. {@link TransitionReader}
 * reads the transitions.
 *
 * @param <S> the type of state
 * @param <E> the type of event
 */
final class MachineReader<S, E> {
  private final StateMachine<S, E> machine;
  private final Names names;
  private final IdentityHashMap<State<S, E>, String> ids = new IdentityHashMap<>();
  private final List<String> order = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final List<Region<S, E>> found = new ArrayList<>();
  private final List<DiagramTransition> initialTransitions = new ArrayList<>();

  MachineReader(StateMachine<S, E> machine) {
    this.machine = machine;
    this.names = new Names(HiddenField.read(machine, "beanFactory").map(BeanFactory.class::cast));
  }

  StateDiagram read() {
    List<DiagramRegion> regions = regions(outermost());
    if (!found.contains(machine)) {
      found.add(machine);
    }
    List<DiagramTransition> transitions = new ArrayList<>(initialTransitions);
    transitions.addAll(new TransitionReader<>(ids, order, names).read(found));
    String title = Optional.ofNullable(machine.getId()).orElse("");
    return new StateDiagram(title, Direction.DOWN, regions, transitions);
  }

  /** Spring stores orthogonal regions of the machine in one state without an id. */
  private Collection<Region<S, E>> outermost() {
    return machine.getStates().stream()
        .filter(state -> state.getId() == null)
        .findFirst()
        .map(MachineReader::inside)
        .orElse(List.of(machine));
  }

  private static <S, E> Collection<Region<S, E>> inside(State<S, E> state) {
    if (!(state instanceof AbstractState<S, E> known)) {
      return List.of();
    }
    return known.getSubmachine() != null ? List.of(known.getSubmachine()) : known.getRegions();
  }

  private List<DiagramRegion> regions(Collection<Region<S, E>> regions) {
    return regions.stream()
        .sorted(
            Comparator.comparing(
                region -> sorted(region.getStates()),
                Comparator.comparing(states -> states.get(0), MachineReader::compare)))
        .map(this::region)
        .toList();
  }

  private DiagramRegion region(Region<S, E> region) {
    found.add(region);
    List<State<S, E>> inOrder = new ArrayList<>(sorted(region.getStates()));
    inOrder.sort(Comparator.comparing(state -> !isInitial(region, state)));
    inOrder.forEach(this::id);
    List<DiagramState> states = new ArrayList<>();
    for (State<S, E> state : inOrder) {
      if (isInitial(region, state)) {
        states.add(initial(state, region));
      }
      states.add(state(state));
    }
    return new DiagramRegion(states);
  }

  private static <S, E> boolean isInitial(Region<S, E> region, State<S, E> state) {
    return region instanceof StateMachine<S, E> inner && inner.getInitialState() == state;
  }

  private DiagramState initial(State<S, E> first, Region<S, E> region) {
    String id = uniqueId("initial: " + id(first));
    List<String> effects =
        HiddenField.read(region, "initialTransition")
            .map(InitialTransition.class::cast)
            .map(transition -> names.all(transition.getActions()))
            .orElse(List.of());
    initialTransitions.add(TransitionReader.immediate(id, id(first), Optional.empty(), effects));
    return new DiagramState(id, "", StateKind.INITIAL, List.of(), List.of());
  }

  private DiagramState state(State<S, E> state) {
    String id = id(state);
    StateKind kind = kind(state.getPseudoState());
    List<DiagramRegion> regions = kind == StateKind.NORMAL ? regions(inside(state)) : List.of();
    return new DiagramState(id, name(state.getId()), kind, description(state), regions);
  }

  private List<String> description(State<S, E> state) {
    List<String> lines = new ArrayList<>();
    names.all(state.getEntryActions()).forEach(action -> lines.add("entry / " + action));
    names.all(state.getStateActions()).forEach(action -> lines.add("do / " + action));
    names.all(state.getExitActions()).forEach(action -> lines.add("exit / " + action));
    if (state.getDeferredEvents() != null) {
      state.getDeferredEvents().stream()
          .map(MachineReader::name)
          .sorted()
          .forEach(event -> lines.add(event + " / defer"));
    }
    return lines;
  }

  private static StateKind kind(@Nullable PseudoState<?, ?> pseudo) {
    if (pseudo == null) {
      return StateKind.NORMAL;
    }
    return switch (pseudo.getKind()) {
      case INITIAL -> StateKind.NORMAL;
      case END -> StateKind.END;
      case CHOICE -> StateKind.CHOICE;
      case JUNCTION -> StateKind.JUNCTION;
      case HISTORY_DEEP -> StateKind.DEEP_HISTORY;
      case HISTORY_SHALLOW -> StateKind.SHALLOW_HISTORY;
      case FORK -> StateKind.FORK;
      case JOIN -> StateKind.JOIN;
      case ENTRY -> StateKind.ENTRY_POINT;
      case EXIT -> StateKind.EXIT_POINT;
    };
  }

  private String id(State<S, E> state) {
    String id = ids.get(state);
    if (id == null) {
      id = uniqueId(name(state.getId()));
      ids.put(state, id);
      order.add(id);
    }
    return id;
  }

  /**
   * A number is added if necessary: a submachine can have states with the same names as its
   * machine.
   */
  private String uniqueId(String name) {
    String unique = name;
    for (int n = 2; !taken.add(unique); n++) {
      unique = name + " (" + n + ")";
    }
    return unique;
  }

  /** The name of a state or an event. */
  static String name(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }

  private static <S, E> List<State<S, E>> sorted(Collection<State<S, E>> states) {
    return states.stream().sorted(MachineReader::compare).toList();
  }

  private static int compare(State<?, ?> one, State<?, ?> other) {
    if (one.getId() instanceof Enum<?> first
        && other.getId() instanceof Enum<?> second
        && first.getDeclaringClass() == second.getDeclaringClass()) {
      return Integer.compare(first.ordinal(), second.ordinal());
    }
    return name(one.getId()).compareTo(name(other.getId()));
  }
}
