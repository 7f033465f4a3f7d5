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

/** The arrangement of the states in a picture. */
enum States {
  /** Without groups. */
  SIDE_BY_SIDE {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving) {
      return region -> add(region, shown);
    }
  },
  /**
   * With a group for the states of a voice session. If final states are shown, all other states
   * form a group, too.
   */
  GROUPED {
    @Override
    Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving) {
      Set<VoiceState> ends = EnumSet.copyOf(shown);
      ends.removeIf(state -> !state.isTerminal());
      Set<VoiceState> active = EnumSet.copyOf(shown);
      active.removeAll(ends);
      if (ends.isEmpty()) {
        return region -> addActive(region, active, leaving);
      }
      return region -> {
        region.state(CONNECTION, all -> all.region(inner -> addActive(inner, active, leaving)));
        add(region, ends);
      };
    }
  };

  private static final String CONNECTION = "Connection";
  private static final String WAITING = "Waiting";
  private static final String SESSION = "VoiceSession";
  private static final Set<VoiceState> IN_SESSION =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  /**
   * Adds the states to a region.
   *
   * @param shown the states that are shown
   * @param leaving whether rows begin or end in the substate of {@link #node}
   */
  abstract Consumer<RegionBuilder> of(Set<VoiceState> shown, boolean leaving);

  /**
   * The node at which an arrow begins or ends. The substate for leaving before a rejoin has a
   * separate box inside AwaitingServerUpdate. Every other substate is drawn as its state.
   */
  static String node(State place) {
    return place == WaitReason.REJOIN_LEAVING ? place.title() : place.superstate().title();
  }

  private static void addActive(RegionBuilder region, Set<VoiceState> active, boolean leaving) {
    Set<VoiceState> session = EnumSet.copyOf(active);
    session.retainAll(IN_SESSION);
    Set<VoiceState> others = EnumSet.copyOf(active);
    others.removeAll(IN_SESSION);
    if (leaving && others.remove(VoiceState.AWAITING_SERVER_UPDATE)) {
      region.state(
          VoiceState.AWAITING_SERVER_UPDATE.title(),
          awaiting ->
              awaiting.region(
                  inner ->
                      inner
                          .initial(WAITING)
                          .state(WAITING)
                          .state(WaitReason.REJOIN_LEAVING.title())));
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
