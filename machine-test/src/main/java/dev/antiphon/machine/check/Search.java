package dev.antiphon.machine.check;

import dev.antiphon.machine.VisitedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One run of an {@link Explorer}. */
final class Search<C, E, D> {
  private final Model<C, E, D> model;
  private final Store<C> found;
  private final Check<C, E, D>[] checks; // arrays, because millions of steps use them
  private final LivenessGraph<C, E>[] environments;
  private final SearchTree<E> tree = new SearchTree<>();
  private final VisitedRows rows = new VisitedRows();
  private long steps;
  private long late;

  @SuppressWarnings("unchecked") // Java has no other way to create arrays of generic types.
  Search(
      Model<C, E, D> model,
      Store<C> empty,
      List<Check<C, E, D>> checks,
      List<Liveness<C, E>> environments) {
    this.model = model;
    this.found = empty;
    this.checks = checks.toArray(Check[]::new);
    this.environments = environments.stream().map(LivenessGraph::new).toArray(LivenessGraph[]::new);
    if (found.add(model.first()) != 0) {
      throw new IllegalStateException(
          "an exploration needs an empty store, but this store has configurations");
    }
  }

  Exploration<C, E> explore(int most) {
    Optional<Counterexample<E>> broken = Optional.empty();
    int expanded = 0;
    while (broken.isEmpty() && expanded < found.size() && expanded < most) {
      broken = expand(expanded++);
    }
    boolean all = broken.isEmpty() && expanded == found.size();
    Map<String, Integer> longest = new LinkedHashMap<>();
    if (all) {
      broken = judge(longest);
    }
    Exploration.Taken taken = new Exploration.Taken(rows, steps, late);
    return new Exploration<>(found, tree, all, taken, longest, broken);
  }

  private Optional<Counterexample<E>> expand(int number) {
    C here = found.get(number);
    for (LivenessGraph<C, E> environment : environments) {
      environment.begin(here);
    }
    for (E event : model.events(here)) {
      Optional<Counterexample<E>> broken = take(number, here, event);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private Optional<Counterexample<E>> take(int number, C here, E event) {
    boolean past = model.isLate(here, event);
    CheckedStep<C, E, D> step;
    try {
      D decision = model.decide(here, event);
      step = new CheckedStep<>(here, event, decision, model.after(here, event, decision), past);
    } catch (RuntimeException | AssertionError thrown) {
      return broken("the step throws " + thrown, number, event, Optional.of(thrown));
    }
    for (Check<C, E, D> check : checks) {
      try {
        Optional<String> violation = check.violation(step);
        if (violation.isPresent()) {
          return broken(violation.get(), number, event, Optional.empty());
        }
      } catch (AssertionError thrown) {
        return broken(String.valueOf(thrown.getMessage()), number, event, Optional.of(thrown));
      }
    }
    return past ? takeLate(number, step) : takeStep(number, step);
  }

  private Optional<Counterexample<E>> takeLate(int number, CheckedStep<C, E, D> step) {
    late++;
    boolean same = step.after() == step.before() || step.after().equals(step.before());
    return same
        ? Optional.empty()
        : broken(
            "the event is late, but it changes the configuration",
            number,
            step.event(),
            Optional.empty());
  }

  private Optional<Counterexample<E>> takeStep(int number, CheckedStep<C, E, D> step) {
    steps++;
    rows.visit(model.row(step.decision()));
    int to = number(number, step.before(), step.after());
    if (to == tree.size()) {
      tree.add(number, step.event());
    } else if (to > tree.size()) {
      throw new IllegalStateException(
          "a store must number configurations in the order in which they are found");
    }
    for (LivenessGraph<C, E> environment : environments) {
      environment.step(step.event(), to);
    }
    return Optional.empty();
  }

  private int number(int number, C here, C there) {
    return there == here ? number : found.add(there);
  }

  private Optional<Counterexample<E>> judge(Map<String, Integer> longest) {
    for (LivenessGraph<C, E> environment : environments) {
      LivenessGraph.Verdict verdict = environment.judge();
      if (verdict.failure().isPresent()) {
        longest.clear();
        return verdict.failure().map(failure -> broken(environment.liveness(), failure));
      }
      longest.put(environment.liveness().environment(), verdict.longest());
    }
    return Optional.empty();
  }

  private Optional<Counterexample<E>> broken(
      String what, int number, E event, Optional<Throwable> thrown) {
    List<E> events = new ArrayList<>(tree.pathTo(number));
    events.add(event);
    String where = model.describe(found.get(number));
    return Optional.of(new Counterexample<>(what, where, events, thrown));
  }

  private Counterexample<E> broken(Liveness<C, E> liveness, LivenessGraph.Failure failure) {
    List<Integer> path = failure.path();
    List<E> events = new ArrayList<>(tree.pathTo(path.get(0)));
    for (int i = 1; i < path.size(); i++) {
      events.add(between(liveness, path.get(i - 1), path.get(i)));
    }
    String where = model.describe(found.get(failure.end()));
    return new Counterexample<>(failure.what() + where, where, events, Optional.empty());
  }

  private E between(Liveness<C, E> liveness, int from, int to) {
    C here = found.get(from);
    Predicate<? super E> happens = liveness.steps(here);
    for (E event : model.events(here)) {
      if (!model.isLate(here, event) && happens.test(event)) {
        C there = model.after(here, event, model.decide(here, event));
        if (number(from, here, there) == to) {
          return event;
        }
      }
    }
    throw new AssertionError(
        "the model decides differently than before: it is not a pure function");
  }
}
