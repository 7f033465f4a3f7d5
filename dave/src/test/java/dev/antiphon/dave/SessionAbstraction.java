package dev.antiphon.dave;

import dev.antiphon.fixtures.SessionModel;
import dev.antiphon.fixtures.SessionModel.Phase;
import dev.antiphon.fixtures.SessionModel.State;
import dev.antiphon.fixtures.SessionModel.Stimulus;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks that a step of a session is a step of its abstraction, which other modules explore. */
final class SessionAbstraction {
  private final DaveSettings settings;
  private final SessionModel model;
  private final Set<Step> seen = new HashSet<>();

  /** A step of the abstraction. */
  record Step(State from, Stimulus stimulus, State to) {}

  SessionAbstraction(DaveSettings settings) {
    this.settings = settings;
    this.model = new SessionModel(settings.limits().recoveries(), settings.required());
  }

  /** The state of the abstraction at this time. */
  State of(DaveMemory memory, long nanos) {
    return new State(
        phase(memory),
        memory.recovery().used(nanos, settings.limits()),
        memory.hasOthers(settings.self()));
  }

  /** The phase follows from the status and from whether the session has begun. */
  private Phase phase(DaveMemory memory) {
    boolean on = KeyWaits.status(memory, settings) == DaveEncryption.Status.ON;
    Optional<KeyWait> wait = KeyWaits.keyWait(memory, settings);
    if (wait.isEmpty()) {
      return on ? Phase.READY : memory.version().isPresent() ? Phase.OFF : Phase.NOT_BEGUN;
    }
    return switch (wait.get().reason()) {
      case ALONE -> Phase.ALONE;
      case RECOVERIES_SPENT -> Phase.SPENT;
      case OTHER_CHANNEL -> Phase.OTHER_CHANNEL;
      default -> on ? Phase.CHANGING : Phase.AWAITED;
    };
  }

  /** Checks the step of a decision. */
  void check(DaveDecision decision, long nanos) {
    boolean reported =
        decision.effects().stream().anyMatch(DaveEffect.SendInvalidCommitWelcome.class::isInstance);
    check(
        of(decision.before(), nanos),
        decision.row().event(),
        reported,
        of(decision.memory(), nanos));
  }

  /** Checks one step. Both states are those at the time of the step. */
  void check(State from, DaveEventKind kind, boolean reported, State to) {
    boolean same = from.others() == to.others();
    boolean users =
        kind == DaveEventKind.USERS_CONNECTED || kind == DaveEventKind.USER_DISCONNECTED;
    boolean unchanged = users && same;
    if (!unchanged) {
      seen.add(new Step(from, stimulus(kind), to));
    }
    Set<State> allowed = unchanged ? Set.of(from) : model.after(from, stimulus(kind));
    if (!allowed.contains(to) || SessionModel.reports(from, to) != reported) {
      throw new AssertionError(
          kind
              + " leads from "
              + from
              + " to "
              + to
              + ", op 31: "
              + reported
              + ", allowed: "
              + allowed);
    }
  }

  private static Stimulus stimulus(DaveEventKind kind) {
    return switch (kind) {
      case BEGIN_PLAIN -> Stimulus.BEGIN_PLAIN;
      case BEGIN_ENCRYPTED -> Stimulus.BEGIN_ENCRYPTED;
      case USERS_CONNECTED -> Stimulus.OTHERS_COME;
      case USER_DISCONNECTED -> Stimulus.OTHERS_LEAVE;
      case DECRYPTION_FAILS -> Stimulus.DECRYPTION_FAILS;
      case KEYS_OVERDUE -> Stimulus.KEYS_OVERDUE;
      case RECOVERY_DUE -> Stimulus.RECOVERY_DUE;
      default -> Stimulus.SERVER_MESSAGE;
    };
  }

  /** The steps that were checked. */
  Set<Step> seen() {
    return seen;
  }

  /** The steps that the relation allows in these states for these events. */
  Set<Step> allowed() {
    Set<Step> all = new HashSet<>();
    for (Step step : seen) {
      model
          .after(step.from(), step.stimulus())
          .forEach(to -> all.add(new Step(step.from(), step.stimulus(), to)));
    }
    return all;
  }
}
