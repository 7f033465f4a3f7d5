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
 * An event at Discord, such as a move, and the messages that notify a client of the event. A {@link
 * FakeDiscordGateway} creates it. As soon as this object exists, the main gateway answers opcode 4
 * and the voice server checks Identify as after the event. The test decides which messages the
 * client receives, and in which order.
 *
 * <pre>{@code
 * gateway.moved(GUILD, OTHER_CHANNEL).emitAll();
 * gateway.kicked(GUILD).closingWith(4022).emitAll(Step.CLOSE, Step.STATE);
 * DiscordEvent failOver = gateway.failOver(GUILD, otherServer).emit(Step.SERVER_GONE);
 * }</pre>
 *
 * <p>An {@code emit} method returns when its steps have arrived: the listeners of the main gateway
 * have returned, or the client has answered the close frame. There are two exceptions. A listener
 * that calls {@code emit} does not wait for itself. While the main session is down, {@code emit}
 * does not wait for the delivery. A repeated step sends the same message again. Not thread-safe.
 */
public final class DiscordEvent {

  /** One step of the event: usually one message. */
  public enum Step {
    /** VOICE_STATE_UPDATE of the bot's user. */
    STATE,
    /** VOICE_SERVER_UPDATE without an endpoint. */
    SERVER_GONE,
    /** VOICE_SERVER_UPDATE with the endpoint and a new token. */
    SERVER,
    /**
     * The voice server closes the WebSocket of the session that the user had before the event, also
     * after a Resume on another WebSocket. Does nothing if that session no longer exists. This step
     * is missing if the gateway was created with an endpoint instead of an {@code
     * EmbeddedVoiceServer}.
     */
    CLOSE,
    /** Another message of the main gateway: channel deleted, guild removed or session started. */
    NOTICE
  }

  private final Map<Step, Runnable> steps = new LinkedHashMap<>();
  private final Runnable waiting;
  private int closeCode;

  DiscordEvent(CloseCode defaultCode, Runnable waiting) {
    this.closeCode = defaultCode.number();
    this.waiting = waiting;
  }

  DiscordEvent with(Step step, Runnable action) {
    steps.put(step, action);
    return this;
  }

  DiscordEvent withClose(boolean possible, IntConsumer closing) {
    return possible ? with(Step.CLOSE, () -> closing.accept(closeCode)) : this;
  }

  /** Returns the steps in the order that Discord usually uses. */
  public List<Step> steps() {
    return List.copyOf(steps.keySet());
  }

  /**
   * Returns every possible order of the steps. SERVER always comes after SERVER_GONE, because the
   * reverse order would have another result.
   */
  public List<List<Step>> orders() {
    List<List<Step>> orders = new ArrayList<>();
    extend(new ArrayList<>(), orders);
    return List.copyOf(orders);
  }

  private void extend(List<Step> chosen, List<List<Step>> orders) {
    if (chosen.size() == steps.size()) {
      orders.add(List.copyOf(chosen));
    }
    for (Step next : steps.keySet()) {
      boolean early =
          next == Step.SERVER
              && steps.containsKey(Step.SERVER_GONE)
              && !chosen.contains(Step.SERVER_GONE);
      if (!chosen.contains(next) && !early) {
        chosen.add(next);
        extend(chosen, orders);
        chosen.remove(chosen.size() - 1);
      }
    }
  }

  /**
   * Sets the close code of {@link Step#CLOSE}. It replaces the default code.
   *
   * @param code 1000 to 4999 and allowed in a close frame, or 1005 for a frame without a code
   * @throws IllegalArgumentException if the code cannot be sent
   */
  public DiscordEvent closingWith(int code) {
    closeCode = CloseFrames.requireSendable(code);
    return this;
  }

  /**
   * Runs one step.
   *
   * @throws IllegalArgumentException if the step is not one of {@link #steps()}
   */
  public DiscordEvent emit(Step step) {
    Runnable action = steps.get(step);
    if (action == null) {
      throw new IllegalArgumentException("Expected one of " + steps() + ", found " + step);
    }
    action.run();
    waiting.run();
    return this;
  }

  /** Runs all steps in the usual order. */
  public DiscordEvent emitAll() {
    return emitAll(steps());
  }

  /** Runs these steps in this order. */
  public DiscordEvent emitAll(Step... order) {
    return emitAll(Arrays.asList(order));
  }

  /** Runs these steps in this order. */
  public DiscordEvent emitAll(List<Step> order) {
    order.forEach(this::emit);
    return this;
  }

  @Override
  public String toString() {
    return "DiscordEvent" + steps();
  }
}
