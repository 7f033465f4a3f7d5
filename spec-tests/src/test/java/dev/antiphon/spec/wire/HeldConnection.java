package dev.antiphon.spec.wire;

import dev.antiphon.Connection;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The connection of one guild. A test takes its transitions one by one. */
final class HeldConnection {
  private final long guildId;
  private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
  private final Map<VoiceState, Integer> entered = new EnumMap<>(VoiceState.class);
  private VoiceState last = VoiceState.IDLE;
  private volatile Connection connection;

  HeldConnection(long guildId) {
    this.guildId = guildId;
  }

  long guildId() {
    return guildId;
  }

  Connection connection() {
    return connection;
  }

  void joined(Connection newConnection) {
    connection = newConnection;
  }

  /** Called for every transition of the guild, in order. */
  void onTransition(Transition transition) {
    transitions.add(transition);
  }

  /** Takes the next transition; waits for it if necessary. */
  Transition next() throws InterruptedException {
    Transition next = transitions.poll(TestBench.LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError(
          "no transition from " + connection.state() + " after " + connection.transitions());
    }
    last = next.to();
    entered.merge(last, 1, Integer::sum);
    return next;
  }

  /**
   * How often the transitions taken so far entered this state. Counts all connections of the guild.
   */
  int entered(VoiceState state) {
    return entered.getOrDefault(state, 0);
  }

  /** The target state of the last transition taken. */
  VoiceState last() {
    return last;
  }

  /** Takes the next transition and returns its parts that tests compare. */
  Step nextStep() throws InterruptedException {
    return Step.of(next());
  }

  /** Takes transitions until one enters this state. */
  Transition until(VoiceState state) throws InterruptedException {
    Transition taken;
    do {
      taken = next();
    } while (taken.to() != state);
    return taken;
  }

  /** Whether there is no transition that the test has not taken yet. */
  boolean hasNoNewTransition() {
    return transitions.isEmpty();
  }
}
