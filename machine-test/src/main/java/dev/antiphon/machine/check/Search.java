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
  private final Check<C, E, D>[] checks; // arrays, since millions of steps go through them
  private final Ways<C, E>[] worlds;
  private final Tree<E> tree = new Tree<>();
  private final VisitedRows rows = new VisitedRows();
  private long steps;
  private long late;

  @SuppressWarnings("unchecked") // Arrays of generic types cannot be made otherwise.
  Search(
      Model<C, E, D> model,
      Store<C> empty,
      List<Check<C, E, D>> checks,
      List<Liveness<C, E>> worlds) {
    this.model = model;
    this.found = empty;
    this.checks = checks.toArray(Check[]::new);
    this.worlds = worlds.stream().map(Ways::new).toArray(Ways[]::new);
    if (found.add(model.first()) != 0) {
      throw new IllegalStateException("an exploration begins with an empty store");
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
    for (Ways<C, E> world : worlds) {
      world.begin(here);
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
      return broken("a step throws " + thrown, number, event, Optional.of(thrown));
    }
    for (Check<C, E, D> check : checks) {
      try {
        Optional<String> breach = check.breach(step);
        if (breach.isPresent()) {
          return broken(breach.get(), number, event, Optional.empty());
        }
      } catch (AssertionError thrown) {
        return broken(String.valueOf(thrown.getMessage()), number, event, Optional.of(thrown));
      }
    }
    return past ? beLate(number, step) : go(number, step);
  }

  private Optional<Counterexample<E>> beLate(int number, CheckedStep<C, E, D> step) {
    late++;
    boolean same = step.after() == step.before() || step.after().equals(step.before());
    return same
        ? Optional.empty()
        : broken("late, but it leads elsewhere", number, step.event(), Optional.empty());
  }

  private Optional<Counterexample<E>> go(int number, CheckedStep<C, E, D> step) {
    steps++;
    rows.visit(model.row(step.decision()));
    int to = number(number, step.before(), step.after());
    if (to == tree.size()) {
      tree.add(number, step.event());
    } else if (to > tree.size()) {
      throw new IllegalStateException("a store numbers configurations as they are found");
    }
    for (Ways<C, E> world : worlds) {
      world.step(step.event(), to);
    }
    return Optional.empty();
  }

  private int number(int number, C here, C there) {
    return there == here ? number : found.add(there);
  }

  private Optional<Counterexample<E>> judge(Map<String, Integer> longest) {
    for (Ways<C, E> world : worlds) {
      Ways.Verdict verdict = world.judge();
      if (verdict.failure().isPresent()) {
        longest.clear();
        return verdict.failure().map(failure -> broken(world.liveness(), failure));
      }
      longest.put(world.liveness().world(), verdict.longest());
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

  private Counterexample<E> broken(Liveness<C, E> liveness, Ways.Failure failure) {
    List<Integer> way = failure.way();
    List<E> events = new ArrayList<>(tree.pathTo(way.get(0)));
    for (int i = 1; i < way.size(); i++) {
      events.add(between(liveness, way.get(i - 1), way.get(i)));
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
    throw new AssertionError("the model decides otherwise than before: it is no pure function");
  }
}
