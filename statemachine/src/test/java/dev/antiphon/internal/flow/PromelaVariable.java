package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The variables of the Promela model. They contain the parts of the memory that guards read, the
 * external state that effects change, and values of the current step that the assertions need.
 */
enum PromelaVariable {
  STATE("mtype:state", now -> now.state().ordinal()),
  REASON("mtype:reason", now -> number(now.at().substate())),
  TIMERS(FlowTimer.values().length, now -> bits(now.memory().timers().armed())),

  TARGET(2, now -> channel(now.memory().intent().target())),
  MOVE(2, now -> channel(now.memory().intent().pendingMove())),
  LISTED(2, now -> channel(now.memory().intent().listed())),
  ASKED(2, now -> channel(now.memory().intent().requestedChannel())),
  WANTED(1, now -> shown(now.memory().intent().wanted())),
  SHOWN(2, now -> now.memory().intent().shown().map(flags -> 1 + shown(flags)).orElse(0)),
  REQUESTS(3, now -> now.memory().intent().requests()),
  LEAVING(1, now -> truth(now.memory().intent().leaving())),
  CONTESTED(1, now -> truth(now.memory().intent().contested())),
  UNPROVEN(1, now -> truth(now.memory().intent().unproven())),
  PENDING(2, now -> now.memory().intent().pendingRequest().ordinal()),
  FRESH(1, now -> truth(now.memory().intent().fresh())),

  SESSION(1, now -> now.memory().credentials().session()),
  TOKEN(1, now -> now.memory().credentials().token()),
  ENDPOINT(1, now -> now.memory().credentials().endpoint()),
  SPENT(1, now -> truth(now.memory().credentials().tokenUsedUp())),
  CONFIRMED(1, now -> truth(now.memory().credentials().confirmed())),
  SERVER_LOST(1, now -> truth(now.memory().credentials().serverLost())),
  UNPAIRED(2, now -> now.memory().credentials().unpaired().ordinal()),

  HELD(1, now -> truth(now.memory().socket().held())),
  GREETED(1, now -> truth(now.memory().socket().hello())),
  VIOLATIONS(3, now -> now.memory().violations()),
  PATH_HELD(1, now -> truth(now.memory().udp().held())),
  MODES(2, now -> modes(now.memory().udp().modes())),
  MODE(2, now -> now.memory().udp().mode().map(mode -> modes(List.of(mode))).orElse(0)),
  KEY(1, now -> now.memory().udp().key()),
  PUBLISHED(1, now -> truth(now.memory().udp().published())),

  ENCRYPTING(1, now -> now.memory().encryption().session()),
  KEYS(3, now -> now.memory().encryption().keys().ordinal()),
  UNSTABLE(1, now -> truth(now.memory().encryption().unstable())),
  RECOVERED(1, now -> truth(now.memory().encryption().recovered())),

  MAIN_UP(1, now -> truth(now.memory().mainUp())),
  MAIN_DOUBTFUL(1, now -> truth(now.memory().mainSessionUnconfirmed())),
  SEVERED_LOST(
      1, now -> truth(now.at() instanceof FlowState.Severed wait && wait.mainSessionLost())),
  RESUMES_GRANTED(4, now -> now.memory().budgets().resumes()),
  REJOINS_GRANTED(4, now -> now.memory().budgets().rejoins()),
  RESUMES(4, now -> now.memory().retries().resumes()),
  REJOINS(4, now -> now.memory().retries().rejoins()),
  IDENTIFIES(4, now -> now.memory().retries().identifies()),
  WINDOW_OVER(1, now -> truth(now.memory().retries().windowOver())),
  WAITED(1, now -> truth(now.at() instanceof FlowState.BackingOff wait && wait.waited())),
  CHANGES(4, now -> now.memory().retries().changes()),
  PACED(1, now -> truth(!now.memory().retries().pace().isZero())),
  VOICE_STATES(5, now -> now.memory().retries().voiceStates()),
  OPENS(4, now -> now.memory().retries().failures().opens()),
  DISCOVERIES(4, now -> now.memory().retries().failures().discoveries()),
  NOT_FOUND(4, now -> now.memory().retries().failures().serverNotFound()),
  REFUSED(4, now -> now.memory().retries().failures().authentications()),
  PROTOCOL_ERRORS(4, now -> now.memory().retries().failures().protocolErrors()),
  UNUSABLE(2, now -> now.memory().retries().failures().unusableServers()),

  /** 1 while it opens, 2 when it is open. */
  SOCKET(2, now -> opened(now.memory().socket().held(), now.external().socketOpen())),
  INTRODUCED(1, now -> truth(now.external().introduction() != ExternalState.Introduction.NONE)),
  PATH(2, now -> opened(now.memory().udp().held(), now.external().pathOpen())),
  AUDIO(1, now -> truth(now.memory().udp().published())),
  PROGRESS(2, now -> now.external().session().ordinal()),
  SAME_SERVER(1, now -> truth(now.external().sameCredentials())),
  ANNOUNCED(1, now -> truth(now.external().announced())),
  UNDECIDED(1, now -> truth(now.surroundings().undecided())),

  EVENT("mtype:event"),
  CHANNEL(2),
  NEWER(1),
  MUTE(1),
  NO_MODE(1),
  OTHER_SSRC(1),
  OTHER_KEY(1),
  REPORTED(3),
  ANOTHER_LEAVE(1),
  ABOUT("mtype:reason"),
  GRANTED(1),

  CHANGING(1),
  TO("mtype:state"),
  WHY("mtype:reason"),
  FROM_LEAVING(1),
  HALF(2),
  DIFFERS(1),
  BEGUN(FlowTimer.values().length),
  DIALLED_NOW(1),
  OPENED_NOW(1),
  CLOSED_NOW(1),
  PUBLISHED_NOW(1),
  ASKED_NOW(1),
  SENT_NOW(1);

  private static final List<Substate> REASONS =
      VoiceFlow.TABLE.states().stream().filter(state -> state != state.superstate()).toList();

  private final String type;
  private final Optional<ToIntFunction<Configuration>> reading;

  PromelaVariable(int bits, ToIntFunction<Configuration> reading) {
    this(bits == 1 ? "bit" : "unsigned", bits == 1 ? "" : " : " + bits, Optional.of(reading));
  }

  PromelaVariable(String type, ToIntFunction<Configuration> reading) {
    this(type, "", Optional.of(reading));
  }

  PromelaVariable(int bits) {
    this(bits == 1 ? "bit" : "unsigned", bits == 1 ? "" : " : " + bits, Optional.empty());
  }

  PromelaVariable(String type) {
    this(type, "", Optional.empty());
  }

  PromelaVariable(String type, String width, Optional<ToIntFunction<Configuration>> reading) {
    this.type = type + " %s" + width;
    this.reading = reading;
  }

  /** The values of all variables in that configuration. Variables of a step are zero. */
  static int[] of(Configuration configuration) {
    int[] variables = new int[values().length];
    for (PromelaVariable variable : values()) {
      variables[variable.ordinal()] =
          variable.reading.map(reading -> reading.applyAsInt(configuration)).orElse(0);
    }
    return variables;
  }

  /** The substates of states with several substates. */
  static List<Substate> knownReasons() {
    return REASONS;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String declaration() {
    return type.formatted(text());
  }

  /** Whether the variable belongs to the current step only. */
  boolean isOfStep() {
    return reading.isEmpty();
  }

  PromelaTerm term() {
    return new PromelaTerm(text(), variables -> variables[ordinal()]);
  }

  PromelaTerm is(PromelaTerm other) {
    return term().is(other);
  }

  PromelaTerm is(int number) {
    return term().is(PromelaTerm.number(number));
  }

  PromelaTerm and(PromelaVariable other) {
    return term().and(other.term());
  }

  PromelaTerm or(PromelaVariable other) {
    return term().or(other.term());
  }

  static PromelaTerm term(VoiceState state) {
    return PromelaTerm.named(state.code(), state.ordinal());
  }

  static PromelaTerm term(EventKind kind) {
    return PromelaTerm.named(kind.line(), 1 + kind.ordinal());
  }

  /** The term of the substate, or 0 if the state has no substate. */
  static PromelaTerm reason(Substate substate) {
    int number = number(substate);
    String name = number == 0 ? "0" : substate.getClass().getSimpleName() + "_" + substate;
    return PromelaTerm.named(name, number);
  }

  /** The bit of the timer. */
  static PromelaTerm term(FlowTimer timer) {
    return PromelaTerm.named("T_" + timer, 1 << timer.ordinal());
  }

  private static int number(Substate substate) {
    return 1 + REASONS.indexOf(substate);
  }

  private static int bits(Set<FlowTimer> timers) {
    return timers.stream().mapToInt(timer -> 1 << timer.ordinal()).sum();
  }

  private static int channel(OptionalLong channel) {
    return channel.isEmpty() ? 0 : channel.getAsLong() == FlowSimulation.CHANNEL ? 1 : 2;
  }

  private static int shown(SelfFlags flags) {
    return truth(flags.mute());
  }

  private static int modes(List<? extends Enum<?>> modes) {
    return modes.stream().mapToInt(mode -> 1 << mode.ordinal()).sum();
  }

  private static int opened(boolean held, boolean open) {
    return held ? open ? 2 : 1 : 0;
  }

  private static int truth(boolean value) {
    return value ? 1 : 0;
  }
}
