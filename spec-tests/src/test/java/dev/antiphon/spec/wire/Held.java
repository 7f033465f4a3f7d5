package dev.antiphon.spec.wire;

import dev.antiphon.Connection;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The connection of one guild, whose transitions a test takes one by one. */
final class Held {
  private final long guildId;
  private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
  private final Map<VoiceState, Integer> entered = new EnumMap<>(VoiceState.class);
  private VoiceState last = VoiceState.IDLE;
  private volatile Connection connection;

  Held(long guildId) {
    this.guildId = guildId;
  }

  long guildId() {
    return guildId;
  }

  Connection connection() {
    return connection;
  }

  void joined(Connection fresh) {
    connection = fresh;
  }

  /** Called for every transition of the guild, in order. */
  void taken(Transition transition) {
    transitions.add(transition);
  }

  /** The transition that follows those taken so far. */
  Transition next() throws InterruptedException {
    Transition next = transitions.poll(HeldOpen.LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError(
          "nothing happens in " + connection.state() + " after " + connection.transitions());
    }
    last = next.to();
    entered.merge(last, 1, Integer::sum);
    return next;
  }

  /** How often this state was entered by a transition taken so far, in whichever connection. */
  int entered(VoiceState state) {
    return entered.getOrDefault(state, 0);
  }

  /** Where the transition led that was taken last. */
  VoiceState last() {
    return last;
  }

  /** What a test asserts of the next transition. */
  Step nextStep() throws InterruptedException {
    return Step.of(next());
  }

  /** Takes transitions until one leads here. */
  Transition until(VoiceState state) throws InterruptedException {
    Transition taken;
    do {
      taken = next();
    } while (taken.to() != state);
    return taken;
  }

  /** Whether anything has happened that no test has taken. */
  boolean isQuiet() {
    return transitions.isEmpty();
  }
}
