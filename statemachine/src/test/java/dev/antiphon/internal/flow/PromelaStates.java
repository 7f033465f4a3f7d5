package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaMemory.count;
import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.either;
import static dev.antiphon.internal.flow.PromelaStatement.hold;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaStatement.when;
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
  final PromelaStatement leave;
  final PromelaStatement enter;

  private final PromelaGuards guards;
  private final PromelaActions actions;
  private final PromelaMemory memory;
  private final PromelaRequests requests;

  PromelaStates(
      PromelaLibrary library,
      PromelaGuards guards,
      PromelaMemory memory,
      PromelaRequests requests,
      PromelaActions actions) {
    this.guards = guards;
    this.memory = memory;
    this.requests = requests;
    this.actions = actions;
    leave =
        library.statement(
            "leave",
            set(PromelaVariable.TIMERS, PromelaVariable.TIMERS.term().without(owned())),
            set(PromelaVariable.WAITED, 0),
            set(PromelaVariable.SEVERED_LOST, 0),
            requests.awaitRecovery,
            when(
                allowsAudio(PromelaVariable.STATE).and(not(allowsAudio(PromelaVariable.TO))),
                memory.withdrawMedia));
    List<PromelaStatement.Case> entries = new ArrayList<>();
    for (VoiceState state : VoiceState.values()) {
      if (state != VoiceState.IDLE) {
        entries.add(
            new PromelaStatement.Case(
                PromelaVariable.TO.is(PromelaVariable.term(state)), all(entry(state))));
      }
    }
    enter = library.statement("enter", PromelaStatement.choose(entries, PromelaStatement.NOTHING));
  }

  static PromelaTerm allowsAudio(PromelaVariable state) {
    return state
        .is(PromelaVariable.term(VoiceState.RESUMING))
        .or(state.is(PromelaVariable.term(VoiceState.ESTABLISHED)));
  }

  /** Stops the timers that belong to the state that is left. */
  private static PromelaTerm owned() {
    PromelaTerm owned = number(0);
    for (VoiceState state : VoiceState.values()) {
      PromelaTerm timers =
          Arrays.stream(FlowTimer.values())
              .filter(FlowTimers.ownedBy(state)::contains)
              .map(PromelaVariable::term)
              .reduce(PromelaTerm::either)
              .orElse(number(0));
      owned = PromelaVariable.STATE.is(PromelaVariable.term(state)).choose(timers, owned);
    }
    return owned;
  }

  private List<PromelaStatement> entry(VoiceState state) {
    PromelaEffects effects = memory.effects();
    return switch (state) {
      case IDLE -> List.of();
      case AWAITING_SERVER_UPDATE ->
          List.of(
              set(
                  PromelaVariable.SEVERED_LOST,
                  PromelaGuards.severed().and(guards.of(Guard.MAIN_SESSION_LOST))),
              memory.closeSocket,
              memory.closeUdp,
              memory.awaitMainGateway);
      case IDENTIFYING -> identify();
      case RESUMING -> resume();
      case READY ->
          List.of(
              set(PromelaVariable.PATH_HELD, 1), effects.openUdp, memory.arm(FlowTimer.DISCOVERY));
      case DISCOVERING ->
          List.of(actions.of(Action.SEND_DISCOVERY), memory.arm(FlowTimer.DISCOVERY));
      case SELECTING -> List.of(effects.selectProtocol, memory.arm(FlowTimer.DESCRIPTION));
      case ESTABLISHED ->
          List.of(
              effects.announceSpeaking,
              memory.publishMedia,
              actions.establishedKeys,
              memory.disarm(FlowTimer.RECOVERY),
              actions.of(Action.COMPLETE_JOIN),
              requests.correctShownFlags);
      case BACKOFF -> backOff();
      case DISCONNECTED, FAILED ->
          List.of(
              memory.closeSocket,
              memory.closeUdp,
              set(PromelaVariable.TIMERS, 0),
              effects.requestsAreDecided);
    };
  }

  private List<PromelaStatement> identify() {
    PromelaTerm again = PromelaVariable.STATE.is(PromelaVariable.term(VoiceState.BACKOFF));
    return List.of(
        memory.closeSocket,
        memory.closeUdp,
        when(not(again), set(PromelaVariable.IDENTIFIES, 0)),
        PromelaActions.dialled(),
        either(
            PromelaVariable.PACED.term(),
            all(set(PromelaVariable.PACED, 0), memory.arm(FlowTimer.PACE)),
            actions.of(Action.DIAL)));
  }

  private List<PromelaStatement> resume() {
    return List.of(
        memory.closeSocket,
        sessionIsAlive(),
        count(PromelaVariable.RESUMES),
        memory.armOnce(FlowTimer.RESUME_WINDOW),
        set(PromelaVariable.HELD, 1),
        set(PromelaVariable.GREETED, 0),
        memory.effects().redialGateway,
        memory.publishMedia,
        memory.arm(FlowTimer.DIAL));
  }

  private List<PromelaStatement> backOff() {
    PromelaTerm resume = PromelaGuards.in(BackoffPlan.RESUME);
    PromelaTerm identify = PromelaGuards.in(BackoffPlan.IDENTIFY);
    PromelaTerm rejoin = PromelaGuards.in(BackoffPlan.REJOIN);
    return List.of(
        memory.closeSocket,
        either(resume, sessionIsAlive(), memory.closeUdp),
        when(rejoin, count(PromelaVariable.REJOINS)),
        when(identify, count(PromelaVariable.IDENTIFIES)),
        memory.arm(FlowTimer.BACKOFF),
        when(rejoin.and(not(PromelaVariable.MAIN_UP.term())), memory.arm(FlowTimer.HOLD)));
  }

  /** The server ends a session when its socket is closed normally. */
  private static PromelaStatement sessionIsAlive() {
    return hold("P7", not(PromelaVariable.CLOSED_NOW.term()));
  }
}
