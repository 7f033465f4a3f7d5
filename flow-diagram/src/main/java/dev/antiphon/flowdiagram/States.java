package dev.antiphon.flowdiagram;

import dev.antiphon.diagram.RegionBuilder;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.flow.VoiceState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** How the states stand in a picture. */
enum States {
  /** Each for itself. */
  SIDE_BY_SIDE {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown) {
      return region -> add(region, shown);
    }
  },
  /** Those that deal with a voice server together, and with the others that live, when some end. */
  GROUPED {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown) {
      Set<VoiceState> ends = EnumSet.copyOf(shown);
      ends.removeIf(state -> !state.isTerminal());
      Set<VoiceState> living = EnumSet.copyOf(shown);
      living.removeAll(ends);
      if (ends.isEmpty()) {
        return region -> addLiving(region, living);
      }
      return region -> {
        region.state(LIVING, all -> all.region(inner -> addLiving(inner, living)));
        add(region, ends);
      };
    }
  };

  private static final String LIVING = "Connection";
  private static final String SESSION = "VoiceSession";
  private static final Set<VoiceState> IN_SESSION =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  abstract Consumer<RegionBuilder> of(Set<VoiceState> shown);

  private static void addLiving(RegionBuilder region, Set<VoiceState> living) {
    Set<VoiceState> session = EnumSet.copyOf(living);
    session.retainAll(IN_SESSION);
    Set<VoiceState> others = EnumSet.copyOf(living);
    others.removeAll(IN_SESSION);
    add(region, others);
    region.state(SESSION, all -> all.region(inner -> add(inner, session)));
  }

  private static void add(RegionBuilder region, Collection<VoiceState> states) {
    if (states.contains(VoiceState.IDLE)) {
      region.initial(VoiceState.IDLE.title());
    }
    for (VoiceState state : states) {
      region.state(state.title(), state.isTerminal() ? StateKind.END : StateKind.NORMAL);
    }
  }
}
