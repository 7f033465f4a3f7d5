package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaDeed.all;
import static dev.antiphon.internal.flow.PromelaDeed.either;
import static dev.antiphon.internal.flow.PromelaDeed.hold;
import static dev.antiphon.internal.flow.PromelaDeed.set;
import static dev.antiphon.internal.flow.PromelaDeed.when;
import static dev.antiphon.internal.flow.PromelaMemory.count;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Models the exit and entry actions of {@link StateActions}. */
final class PromelaStates {
  final PromelaDeed leave;
  final PromelaDeed enter;

  private final PromelaGuards guards;
  private final PromelaActions actions;
  private final PromelaMemory memory;

  PromelaStates(
      PromelaLibrary library, PromelaGuards guards, PromelaMemory memory, PromelaActions actions) {
    this.guards = guards;
    this.memory = memory;
    this.actions = actions;
    leave =
        library.deed(
            "leave",
            set(PromelaFact.TIMERS, PromelaFact.TIMERS.term().without(owned())),
            set(PromelaFact.WAITED, 0),
            when(
                allowsAudio(PromelaFact.STATE).and(not(allowsAudio(PromelaFact.TO))),
                memory.withdrawMedia));
    List<PromelaDeed.Case> entries = new ArrayList<>();
    for (VoiceState state : VoiceState.values()) {
      if (state != VoiceState.IDLE) {
        entries.add(
            new PromelaDeed.Case(PromelaFact.TO.is(PromelaFact.term(state)), all(entry(state))));
      }
    }
    enter = library.deed("enter", PromelaDeed.choose(entries, PromelaDeed.NOTHING));
  }

  static PromelaTerm allowsAudio(PromelaFact state) {
    return state
        .is(PromelaFact.term(VoiceState.RESUMING))
        .or(state.is(PromelaFact.term(VoiceState.ESTABLISHED)));
  }

  /** Stops the timers that belong to the state that is left. */
  private static PromelaTerm owned() {
    PromelaTerm owned = number(0);
    for (VoiceState state : VoiceState.values()) {
      PromelaTerm timers =
          Arrays.stream(FlowTimer.values())
              .filter(StateActions.ownedTimers(state)::contains)
              .map(PromelaFact::term)
              .reduce(PromelaTerm::either)
              .orElse(number(0));
      owned = PromelaFact.STATE.is(PromelaFact.term(state)).choose(timers, owned);
    }
    return owned;
  }

  private List<PromelaDeed> entry(VoiceState state) {
    PromelaEffects effects = memory.effects();
    return switch (state) {
      case IDLE -> List.of();
      case AWAITING_SERVER_UPDATE ->
          List.of(memory.closeSocket, memory.closeUdp, memory.awaitMainGateway);
      case IDENTIFYING -> identify();
      case RESUMING -> resume();
      case READY ->
          List.of(set(PromelaFact.PATH_HELD, 1), effects.openUdp, memory.arm(FlowTimer.DISCOVERY));
      case DISCOVERING ->
          List.of(actions.of(Action.REPEAT_DISCOVERY), memory.arm(FlowTimer.DISCOVERY));
      case SELECTING -> List.of(effects.selectProtocol, memory.arm(FlowTimer.DESCRIPTION));
      case ESTABLISHED ->
          List.of(
              effects.announceSpeaking,
              memory.publishMedia,
              memory.arm(FlowTimer.STABLE),
              when(guards.shownWrongly, memory.tellSelf));
      case BACKOFF -> backOff();
      case DISCONNECTED, FAILED ->
          List.of(memory.closeSocket, memory.closeUdp, set(PromelaFact.TIMERS, 0));
    };
  }

  private List<PromelaDeed> identify() {
    PromelaTerm again = PromelaFact.STATE.is(PromelaFact.term(VoiceState.BACKOFF));
    return List.of(
        memory.closeSocket,
        memory.closeUdp,
        when(not(again), set(PromelaFact.IDENTIFIES, 0)),
        PromelaActions.dialled(),
        either(
            PromelaFact.PACED.term(),
            all(set(PromelaFact.PACED, 0), memory.arm(FlowTimer.PACE)),
            actions.of(Action.DIAL)));
  }

  private List<PromelaDeed> resume() {
    return List.of(
        memory.closeSocket,
        sessionIsAlive(),
        count(PromelaFact.RESUMES),
        memory.armOnce(FlowTimer.RESUME_WINDOW),
        set(PromelaFact.HELD, 1),
        set(PromelaFact.GREETED, 0),
        memory.effects().redialGateway,
        memory.publishMedia,
        memory.arm(FlowTimer.DIAL));
  }

  private List<PromelaDeed> backOff() {
    PromelaTerm resume = PromelaGuards.in(BackoffPlan.RESUME);
    PromelaTerm identify = PromelaGuards.in(BackoffPlan.IDENTIFY);
    PromelaTerm rejoin = PromelaGuards.in(BackoffPlan.REJOIN);
    return List.of(
        memory.closeSocket,
        either(resume, sessionIsAlive(), memory.closeUdp),
        when(rejoin, count(PromelaFact.REJOINS)),
        when(identify, count(PromelaFact.IDENTIFIES)),
        memory.arm(FlowTimer.BACKOFF),
        when(rejoin.and(not(PromelaFact.MAIN_UP.term())), memory.arm(FlowTimer.HOLD)));
  }

  /** The server ends a session when its socket is closed normally. */
  private static PromelaDeed sessionIsAlive() {
    return hold("P7", not(PromelaFact.CLOSED_NOW.term()));
  }
}
