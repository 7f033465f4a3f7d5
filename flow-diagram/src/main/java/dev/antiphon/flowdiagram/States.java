package dev.antiphon.flowdiagram;

import dev.antiphon.diagram.RegionBuilder;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.State;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** How the states stand in a picture. */
enum States {
  /** Each for itself. */
  SIDE_BY_SIDE {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving) {
      return region -> add(region, shown);
    }
  },
  /** Those that deal with a voice server together, and with the others that live, when some end. */
  GROUPED {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving) {
      Set<VoiceState> ends = EnumSet.copyOf(shown);
      ends.removeIf(state -> !state.isTerminal());
      Set<VoiceState> living = EnumSet.copyOf(shown);
      living.removeAll(ends);
      if (ends.isEmpty()) {
        return region -> addLiving(region, living, leaving);
      }
      return region -> {
        region.state(LIVING, all -> all.region(inner -> addLiving(inner, living, leaving)));
        add(region, ends);
      };
    }
  };

  private static final String LIVING = "Connection";
  private static final String ASKED = "Asked or told to wait";
  private static final String SESSION = "VoiceSession";
  private static final Set<VoiceState> IN_SESSION =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  /**
   * The states, one beside or inside the other.
   *
   * @param leaving whether rows begin or end in the substate that {@link #node} names
   */
  abstract Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving);

  /**
   * Where an arrow begins or ends: leaving before a rejoin has a box of its own inside
   * AwaitingServerUpdate; every other substate is drawn as its state.
   */
  static String node(State place) {
    return place == WaitReason.REJOIN_LEAVING ? place.title() : place.superstate().title();
  }

  private static void addLiving(RegionBuilder region, Set<VoiceState> living, boolean leaving) {
    Set<VoiceState> session = EnumSet.copyOf(living);
    session.retainAll(IN_SESSION);
    Set<VoiceState> others = EnumSet.copyOf(living);
    others.removeAll(IN_SESSION);
    if (leaving && others.remove(VoiceState.AWAITING_SERVER_UPDATE)) {
      region.state(
          VoiceState.AWAITING_SERVER_UPDATE.title(),
          awaiting ->
              awaiting.region(
                  inner ->
                      inner.initial(ASKED).state(ASKED).state(WaitReason.REJOIN_LEAVING.title())));
    }
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
