package dev.antiphon.internal.flow;

import dev.antiphon.machine.check.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The flow in a world of {@link ModelEvent}s, for the model checker. */
final class FlowModel implements Model<Configuration, Happening, FlowDecision> {
  private final FlowLimits limits;
  private final Set<ModelEvent> world;
  private final FlowExplorer.Rules rules;
  private final Map<ModelEvent, VoiceEvent> predecessors = new EnumMap<>(ModelEvent.class);

  FlowModel(FlowLimits limits, Set<ModelEvent> world, FlowExplorer.Rules rules) {
    this.limits = limits;
    this.world = world;
    this.rules = rules;
    for (ModelEvent event : world) {
      VoiceEvent past = event.apply(CanonicalMemory.PREDECESSOR);
      if (!past.isCurrent(CanonicalMemory.present(limits))) {
        predecessors.put(event, past);
      }
    }
  }

  @Override
  public Configuration first() {
    return Configuration.first(limits);
  }

  @Override
  public List<Happening> events(Configuration here) {
    List<Happening> events = new ArrayList<>(2 * world.size());
    for (ModelEvent event : world) {
      VoiceEvent present = event.apply(here.memory());
      VoiceEvent past = present.isCurrent(here.memory()) ? predecessors.get(event) : present;
      if (past != null) {
        events.add(new Happening(event, past, true));
      }
      if (past != present && event.isPossible(here.memory(), here.ledger())) {
        events.add(new Happening(event, present, false));
      }
    }
    return events;
  }

  @Override
  public boolean isLate(Configuration here, Happening happening) {
    return happening.late();
  }

  @Override
  public FlowDecision decide(Configuration here, Happening happening) {
    return rules.decide(here.now(), happening.event());
  }

  /** A late event changes nothing here; {@link StepSafety} checks its effects. */
  @Override
  public Configuration after(Configuration here, Happening happening, FlowDecision decision) {
    if (happening.late()) {
      return here;
    }
    Configuration there = here.after(decision);
    return there.sameAs(here) ? here : there;
  }

  @Override
  public String row(FlowDecision decision) {
    return decision.row().id();
  }

  @Override
  public String describe(Configuration here) {
    return here.state().toString();
  }
}
