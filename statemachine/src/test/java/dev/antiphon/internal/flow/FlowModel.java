package dev.antiphon.internal.flow;

import dev.antiphon.machine.check.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The flow in a world of {@link ModelEvent}s, for the model checker. */
final class FlowModel implements Model<Configuration, ExploredEvent, FlowDecision> {
  private final FlowLimits limits;
  private final Set<ModelEvent> world;
  private final boolean listedBefore;

  /**
   * Late events change nothing. They are explored only in the worlds that do not track requests.
   */
  private final boolean lateEvents;

  private final FlowExplorer.Rules rules;
  private final Map<ModelEvent, VoiceEvent> predecessors = new EnumMap<>(ModelEvent.class);

  FlowModel(ModelWorld explored, FlowExplorer.Rules rules) {
    this.limits = explored.limits();
    this.world = explored.events();
    this.listedBefore = explored.isListedBefore();
    this.lateEvents = !explored.tracksRequests();
    this.rules = rules;
    for (ModelEvent event : world) {
      VoiceEvent late = event.apply(CanonicalMemory.PREDECESSOR);
      if (!late.isCurrent(CanonicalMemory.holdingNothing(limits))) {
        predecessors.put(event, late);
      }
    }
  }

  @Override
  public Configuration first() {
    return Configuration.first(limits, listedBefore);
  }

  @Override
  public List<ExploredEvent> events(Configuration here) {
    List<ExploredEvent> events = new ArrayList<>(2 * world.size());
    for (ModelEvent event : world) {
      VoiceEvent current = event.apply(here.memory());
      VoiceEvent late = current.isCurrent(here.memory()) ? predecessors.get(event) : current;
      if (late != null && lateEvents) {
        events.add(new ExploredEvent(event, late, true));
      }
      if (late != current && event.isPossible(here.memory(), here.external())) {
        events.add(new ExploredEvent(event, current, false));
      }
    }
    return events;
  }

  @Override
  public boolean isLate(Configuration here, ExploredEvent explored) {
    return explored.late();
  }

  @Override
  public FlowDecision decide(Configuration here, ExploredEvent explored) {
    return rules.decide(here.now(), explored.event());
  }

  /** A late event changes nothing here; {@link StepSafety} checks its effects. */
  @Override
  public Configuration after(Configuration here, ExploredEvent explored, FlowDecision decision) {
    if (explored.late()) {
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
