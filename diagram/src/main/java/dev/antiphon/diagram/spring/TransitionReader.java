package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Emphasis;
import dev.antiphon.diagram.TransitionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.springframework.statemachine.region.Region;
import org.springframework.statemachine.state.ChoicePseudoState.ChoiceStateData;
import org.springframework.statemachine.state.ExitPseudoState;
import org.springframework.statemachine.state.ForkPseudoState;
import org.springframework.statemachine.state.JoinPseudoState;
import org.springframework.statemachine.state.JoinPseudoState.JoinStateData;
import org.springframework.statemachine.state.JunctionPseudoState.JunctionStateData;
import org.springframework.statemachine.state.PseudoState;
import org.springframework.statemachine.state.PseudoStateKind;
import org.springframework.statemachine.state.State;
import org.springframework.statemachine.state.StateHolder;
import org.springframework.statemachine.transition.Transition;
import org.springframework.statemachine.trigger.TimerTrigger;
import org.springframework.statemachine.trigger.Trigger;

/**
 * Reads the transitions of a machine. Spring stores them in three places: as transitions, with a
 * copy in each orthogonal region; in the pseudo-states that they leave; and, for a join, in the
 * states before and after it.
 *
 * @param <S> the type of state
 * @param <E> the type of event
 */
final class TransitionReader<S, E> {
  private static final String OTHERWISE = "else";

  private final Map<State<S, E>, String> ids;
  private final Names names;
  private final Map<String, Integer> order = new HashMap<>();
  private final Set<Key> seen = new HashSet<>();
  private final List<DiagramTransition> read = new ArrayList<>();

  /** Identifies a transition of the configuration. Copies of a transition have equal keys. */
  private record Key(
      String source,
      String target,
      Object kind,
      Optional<Object> event,
      Optional<Duration> timer,
      Optional<Object> guard,
      Collection<Object> actions) {}

  /** Creates a reader of the transitions between these states, in this order. */
  TransitionReader(Map<State<S, E>, String> ids, List<String> inOrder, Names names) {
    this.ids = ids;
    this.names = names;
    inOrder.forEach(id -> order.put(id, order.size()));
  }

  /** The transitions of these regions, in the order of their sources. */
  List<DiagramTransition> read(Collection<Region<S, E>> regions) {
    for (Region<S, E> region : regions) {
      region.getTransitions().forEach(this::transition);
    }
    for (Region<S, E> region : regions) {
      for (State<S, E> state : region.getStates()) {
        if (state.getPseudoState() != null && ids.containsKey(state)) {
          pseudoStateTransitions(state, state.getPseudoState());
        }
      }
    }
    read.sort(Comparator.comparing(transition -> order.get(transition.source())));
    return read;
  }

  private void transition(Transition<S, E> transition) {
    String source = ids.get(transition.getSource());
    String target = ids.get(transition.getTarget());
    if (source == null || target == null) {
      return;
    }
    Optional<Trigger<S, E>> trigger = Optional.ofNullable(transition.getTrigger());
    Optional<Object> event = trigger.map(Trigger::getEvent);
    Optional<TimerTrigger<S, E>> timer =
        trigger.filter(TimerTrigger.class::isInstance).map(one -> (TimerTrigger<S, E>) one);
    Optional<Duration> time = timer.map(one -> Duration.ofMillis(one.getPeriod()));
    Key key =
        new Key(
            source,
            target,
            transition.getKind(),
            event,
            time,
            Optional.ofNullable(transition.getGuard()),
            List.copyOf(actions(transition)));
    if (!seen.add(key)) {
      return;
    }
    read.add(
        new DiagramTransition(
            Optional.ofNullable(transition.getName()).orElse(""),
            source,
            target,
            kind(transition),
            event.map(MachineReader::name).or(() -> timer.flatMap(TransitionReader::period)),
            time,
            names.guard(transition.getGuard()),
            names.all(transition.getActions()),
            Set.of(),
            Emphasis.PLAIN,
            OptionalLong.empty()));
  }

  /**
   * The text of a periodic timer. It runs from the start of the machine, independent of the time
   * when its state is entered.
   */
  private static Optional<String> period(TimerTrigger<?, ?> timer) {
    return timer.getCount() > 0
        ? Optional.empty()
        : Optional.of("every " + DiagramTransition.text(Duration.ofMillis(timer.getPeriod())));
  }

  /** The actions of the transition; an empty collection if it has none. */
  static Collection<?> actions(Transition<?, ?> transition) {
    return Optional.<Collection<?>>ofNullable(transition.getActions()).orElse(List.of());
  }

  private static TransitionKind kind(Transition<?, ?> transition) {
    return switch (transition.getKind()) {
      case INTERNAL -> TransitionKind.INTERNAL;
      case LOCAL -> TransitionKind.LOCAL;
      case EXTERNAL, INITIAL -> TransitionKind.EXTERNAL;
    };
  }

  private void pseudoStateTransitions(State<S, E> state, PseudoState<S, E> pseudo) {
    switch (pseudo.getKind()) {
      case CHOICE, JUNCTION -> branches(state, pseudo);
      case FORK ->
          ((ForkPseudoState<S, E>) pseudo)
              .getForks()
              .forEach(target -> addImmediate(state, target));
      case JOIN -> join(state, (JoinPseudoState<S, E>) pseudo);
      case ENTRY -> addImmediate(state, HiddenField.read(pseudo, "state"));
      case EXIT ->
          addImmediate(state, ((ExitPseudoState<S, E>) pseudo).getStateHolder().getState());
      case HISTORY_DEEP, HISTORY_SHALLOW ->
          addImmediate(
              state,
              HiddenField.read(pseudo, "defaultState")
                  .map(holder -> ((StateHolder<?, ?>) holder).getState()));
      case INITIAL, END -> {}
      default -> throw new AssertionError(pseudo.getKind());
    }
  }

  private void branches(State<S, E> state, PseudoState<S, E> pseudo) {
    String field = pseudo.getKind() == PseudoStateKind.CHOICE ? "choices" : "junctions";
    List<?> branches = HiddenField.read(pseudo, field).map(List.class::cast).orElse(List.of());
    for (Object branch : branches) {
      if (branch instanceof ChoiceStateData<?, ?> choice) {
        branch(state, choice.getState(), choice.getGuard(), choice.getActions(), branches.size());
      } else if (branch instanceof JunctionStateData<?, ?> junction) {
        branch(
            state,
            junction.getState(),
            junction.getGuard(),
            junction.getActions(),
            branches.size());
      }
    }
  }

  private void branch(
      State<S, E> source, State<?, ?> target, Object guard, Collection<?> actions, int branches) {
    Optional<String> condition =
        guard == null && branches > 1 ? Optional.of(OTHERWISE) : names.guard(guard);
    add(source, target, condition, names.all(actions));
  }

  /**
   * When the container of regions is joined, Spring also stores the final states of the regions.
   */
  private void join(State<S, E> state, JoinPseudoState<S, E> join) {
    for (List<State<S, E>> region : join.getJoins()) {
      region.forEach(source -> addOnce(source, state));
    }
    List<?> targets = HiddenField.read(join, "joinTargets").map(List.class::cast).orElse(List.of());
    for (Object target : targets) {
      addOnce(state, ((JoinStateData<?, ?>) target).getStateHolder().getState());
    }
  }

  private void addOnce(State<?, ?> source, State<?, ?> target) {
    boolean exists =
        read.stream()
            .anyMatch(
                one ->
                    one.source().equals(ids.get(source)) && one.target().equals(ids.get(target)));
    if (!exists) {
      addImmediate(source, target);
    }
  }

  private void addImmediate(State<?, ?> source, Optional<?> target) {
    target.map(State.class::cast).ifPresent(state -> addImmediate(source, (State<?, ?>) state));
  }

  private void addImmediate(State<?, ?> source, State<?, ?> target) {
    add(source, target, Optional.empty(), List.of());
  }

  private void add(
      State<?, ?> source, State<?, ?> target, Optional<String> guard, List<String> effects) {
    if (ids.containsKey(source) && ids.containsKey(target)) {
      read.add(immediate(ids.get(source), ids.get(target), guard, effects));
    }
  }

  /** A transition without a trigger. */
  static DiagramTransition immediate(
      String source, String target, Optional<String> guard, List<String> effects) {
    return new DiagramTransition(
        "",
        source,
        target,
        TransitionKind.EXTERNAL,
        Optional.empty(),
        Optional.empty(),
        guard,
        effects,
        Set.of(),
        Emphasis.PLAIN,
        OptionalLong.empty());
  }
}
