package dev.antiphon.internal.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model checker over the pure flow: breadth first over all configurations that a world of {@link
 * ModelEvent}s can bring about, to the fixpoint. Every step is held to {@link Conduct} and to
 * {@link Rank}, the graph to {@link Liveness}; what breaks a property is shown by a shortest list
 * of events that leads there.
 */
final class Explorer {

  /** What is explored: the flow, or one with a defect on purpose. */
  @FunctionalInterface
  interface Rules {
    FlowDecision decide(Snapshot before, VoiceEvent event);
  }

  /** A property that is broken, and how. */
  private static final class Breach extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final List<String> events;

    Breach(String what, List<String> events) {
      super(what);
      this.events = events;
    }
  }

  private final FlowLimits limits;
  private final Set<ModelEvent> world;
  private final Rules rules;
  private final Rank rank;
  private final Configurations found;
  private final Liveness liveness = new Liveness();
  private final Map<ModelEvent, VoiceEvent> predecessors = new EnumMap<>(ModelEvent.class);
  private final Ints parents = new Ints();
  private final Ints causes = new Ints();
  private final Set<String> rows = new TreeSet<>();
  private long edges;
  private long late;

  Explorer(FlowLimits limits, Set<ModelEvent> world) {
    this(limits, world, new VoiceFlow(limits)::decide);
  }

  Explorer(FlowLimits limits, Set<ModelEvent> world, Rules rules) {
    this.limits = limits;
    this.world = world;
    this.rules = rules;
    rank = new Rank(limits);
    for (ModelEvent event : world) {
      VoiceEvent past = event.apply(CanonicalMemory.PREDECESSOR);
      if (!past.isCurrent(CanonicalMemory.present(limits))) {
        predecessors.put(event, past);
      }
    }
    found = new Configurations(limits);
  }

  /**
   * Explores everything; or, if there is more, so many configurations, and what must come in the
   * end remains open.
   */
  Exploration explore(int most) {
    long began = System.nanoTime();
    Liveness.Verdict verdict = Liveness.OPEN_VERDICT;
    Optional<Exploration.Counterexample> counterexample = Optional.empty();
    int expanded = 0;
    try {
      note(found.add(Configuration.first(limits)), 0, null);
      while (expanded < found.size() && expanded < most) {
        expand(expanded++);
      }
      if (expanded == found.size()) {
        verdict = liveness.judge(found);
        verdict.failure().ifPresent(this::fail);
      }
    } catch (Breach breach) {
      counterexample =
          Optional.of(new Exploration.Counterexample(breach.getMessage(), breach.events));
    }
    return report(began, expanded == found.size(), verdict, counterexample);
  }

  /** The events that lead to that configuration, the first that found it. */
  List<ModelEvent> pathTo(int number) {
    List<ModelEvent> path = new ArrayList<>();
    for (int here = number; here != 0; here = parents.get(here)) {
      path.add(ModelEvent.values()[causes.get(here)]);
    }
    Collections.reverse(path);
    return path;
  }

  Configurations found() {
    return found;
  }

  private void expand(int number) {
    Configuration here = found.get(number);
    Optional<ModelEvent> willing = WillingWorld.next(here);
    liveness.begin();
    for (ModelEvent event : world) {
      VoiceEvent present = event.apply(here.memory());
      if (!present.isCurrent(here.memory())) {
        beLate(number, here, event, present);
        continue;
      }
      if (predecessors.containsKey(event)) {
        beLate(number, here, event, predecessors.get(event));
      }
      if (event.isPossible(here.memory(), here.ledger())) {
        int to = step(number, here, event, present);
        if (event.isSilent() && event != ModelEvent.DISCOVERY_RETRY_FIRES) {
          liveness.silentStep(to);
        }
        if (willing.isPresent() && willing.get() == event) {
          liveness.willingStep(to);
        }
      }
    }
  }

  private int step(int number, Configuration here, ModelEvent cause, VoiceEvent event) {
    edges++;
    FlowDecision decision = decide(number, here, cause, event);
    rows.add(decision.row().id());
    Conduct.breach(here, event, decision).ifPresent(what -> fail(what, number, cause));
    lowersTheRank(number, here, cause, decision);
    Configuration there = here.after(decision);
    if (there.sameAs(here)) {
      return number;
    }
    int known = found.size();
    int to = found.add(there);
    if (to == known) {
      note(to, number, cause);
    }
    return to;
  }

  private void beLate(int number, Configuration here, ModelEvent cause, VoiceEvent event) {
    late++;
    FlowDecision decision = decide(number, here, cause, event);
    Conduct.breach(here, event, decision).ifPresent(what -> fail(what, number, cause));
  }

  private FlowDecision decide(int number, Configuration here, ModelEvent cause, VoiceEvent event) {
    try {
      return rules.decide(here.now(), event);
    } catch (RuntimeException | AssertionError thrown) {
      throw failure("P3: a step throws " + thrown, number, cause);
    }
  }

  private void lowersTheRank(
      int number, Configuration here, ModelEvent cause, FlowDecision decision) {
    boolean free =
        cause.source() == ModelEvent.Source.APPLICATION
            || cause.source() == ModelEvent.Source.POLICY
            || cause.source() == ModelEvent.Source.MAIN_GATEWAY
            || cause == ModelEvent.STABLE_FIRES
            || here.isTerminal();
    if (free) {
      return;
    }
    int before = rank.of(here.now());
    int after = rank.of(decision.after());
    boolean must = decision.row().changesState() || begins(decision);
    if (after > before || must && after == before) {
      fail("P21: the rank " + Rank.NAME + " goes from " + before + " to " + after, number, cause);
    }
  }

  private static boolean begins(FlowDecision decision) {
    return decision.effects().stream()
        .anyMatch(
            effect ->
                effect instanceof Effect.DialGateway
                    || effect instanceof Effect.RedialGateway
                    || effect instanceof Effect.OpenUdp
                    || effect instanceof Effect.SendVoiceState);
  }

  private void note(int number, int parent, ModelEvent cause) {
    if (number != parents.size()) {
      throw new AssertionError("configurations are numbered as they are found");
    }
    parents.add(parent);
    causes.add(cause == null ? 0 : cause.ordinal());
  }

  private void fail(Liveness.Failure failure) {
    throw new Breach(failure.what(), text(pathTo(failure.configuration())));
  }

  private void fail(String what, int number, ModelEvent cause) {
    throw failure(what, number, cause);
  }

  private Breach failure(String what, int number, ModelEvent cause) {
    List<ModelEvent> path = new ArrayList<>(pathTo(number));
    path.add(cause);
    return new Breach(what + ", in " + found.state(number) + " by " + cause, text(path));
  }

  private static List<String> text(List<ModelEvent> path) {
    return path.stream().map(event -> ".on(ModelEvent." + event + ")").toList();
  }

  private Exploration report(
      long began,
      boolean fixpoint,
      Liveness.Verdict verdict,
      Optional<Exploration.Counterexample> counterexample) {
    int ended = 0;
    int deepest = 0;
    int[] depth = new int[found.size()];
    for (int number = 0; number < found.size(); number++) {
      ended += found.state(number).isTerminal() ? 1 : 0;
      depth[number] = number == 0 ? 0 : depth[parents.get(number)] + 1;
      deepest = Math.max(deepest, depth[number]);
    }
    return new Exploration(
        found.size(),
        fixpoint,
        ended,
        edges,
        late,
        deepest,
        rows,
        verdict.longestSilence(),
        verdict.longestWelcome(),
        (System.nanoTime() - began) / 1_000_000,
        counterexample);
  }
}
