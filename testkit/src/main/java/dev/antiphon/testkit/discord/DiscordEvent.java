package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.testkit.internal.net.CloseFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Something that has happened at Discord, and the messages by which a client learns of it. {@link
 * FakeDiscordGateway} makes it, and from then on opcode 4 is answered, and Identify checked, as
 * what has happened wants it; what the client is told, and in which order, is up to the test.
 *
 * <pre>{@code
 * gateway.moved(GUILD, OTHER_CHANNEL).emitAll();
 * gateway.kicked(GUILD).closingWith(4022).emitAll(Step.CLOSE, Step.STATE);
 * DiscordEvent failOver = gateway.failOver(GUILD, otherServer).emit(Step.SERVER_GONE);
 * }</pre>
 *
 * <p>Each step has arrived when its method returns: listeners of the main gateway have heard it,
 * and a close frame was answered by the client. (A listener that emits does not wait for itself,
 * nor does a main session that is down deliver before it is back.) A step emitted again says the
 * same again. To be called by one thread at a time.
 */
public final class DiscordEvent {

  /** One message of it. */
  public enum Step {
    /** VOICE_STATE_UPDATE of our user. */
    STATE,
    /** VOICE_SERVER_UPDATE without an endpoint. */
    SERVER_GONE,
    /** VOICE_SERVER_UPDATE with the endpoint and a fresh token. */
    SERVER,
    /**
     * The voice server closes the WebSocket of the session there was before, wherever that has been
     * resumed meanwhile; nothing where there is none any more. Not a step where the double was
     * given no voice server but an endpoint.
     */
    CLOSE,
    /** What else the main gateway says: channel deleted, guild removed, session started. */
    NOTICE
  }

  private final Map<Step, Runnable> steps = new LinkedHashMap<>();
  private final Runnable settling;
  private int closeCode;

  DiscordEvent(CloseCode usual, Runnable settling) {
    this.closeCode = usual.number();
    this.settling = settling;
  }

  DiscordEvent with(Step step, Runnable deed) {
    steps.put(step, deed);
    return this;
  }

  DiscordEvent withClose(boolean possible, IntConsumer closing) {
    return possible ? with(Step.CLOSE, () -> closing.accept(closeCode)) : this;
  }

  /** Its steps, in the order in which Discord usually takes them. */
  public List<Step> steps() {
    return List.copyOf(steps.keySet());
  }

  /**
   * Every order of its steps; only that a server comes always follows that it goes, for else the
   * end would be another.
   */
  public List<List<Step>> orders() {
    List<List<Step>> orders = new ArrayList<>();
    extend(new ArrayList<>(), orders);
    return List.copyOf(orders);
  }

  private void extend(List<Step> begun, List<List<Step>> orders) {
    if (begun.size() == steps.size()) {
      orders.add(List.copyOf(begun));
    }
    for (Step next : steps.keySet()) {
      boolean early =
          next == Step.SERVER
              && steps.containsKey(Step.SERVER_GONE)
              && !begun.contains(Step.SERVER_GONE);
      if (!begun.contains(next) && !early) {
        begun.add(next);
        extend(begun, orders);
        begun.remove(begun.size() - 1);
      }
    }
  }

  /**
   * The code that {@link Step#CLOSE} names from now on, in place of the usual one.
   *
   * @param code 1000 to 4999, one that may stand in a close frame, or 1005 for a frame without one
   * @throws IllegalArgumentException if the code can not be sent
   */
  public DiscordEvent closingWith(int code) {
    closeCode = CloseFrames.requireSendable(code);
    return this;
  }

  /**
   * Takes one step.
   *
   * @throws IllegalArgumentException if it is not among {@link #steps()}
   */
  public DiscordEvent emit(Step step) {
    Runnable deed = steps.get(step);
    if (deed == null) {
      throw new IllegalArgumentException("Expected one of " + steps() + ", found " + step);
    }
    deed.run();
    settling.run();
    return this;
  }

  /** Takes all steps in the usual order. */
  public DiscordEvent emitAll() {
    return emitAll(steps());
  }

  /** Takes these steps in this order. */
  public DiscordEvent emitAll(Step... order) {
    return emitAll(Arrays.asList(order));
  }

  /** Takes these steps in this order. */
  public DiscordEvent emitAll(List<Step> order) {
    order.forEach(this::emit);
    return this;
  }

  @Override
  public String toString() {
    return "DiscordEvent" + steps();
  }
}
