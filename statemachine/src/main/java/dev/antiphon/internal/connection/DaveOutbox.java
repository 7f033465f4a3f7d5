package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the end-to-end encryption has to say, over the WebSocket dialled last. While that is not
 * identified or resumed, what is to be said waits; what may have been lost with the one before is
 * said again. Confined to the event loop.
 */
final class DaveOutbox {

  /** More does not wait: the oldest is dropped. */
  private static final int CAPACITY = 64;

  /** How long after a Resume the server may take to tell what was missed. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final GatewayLink gateway;
  private final Deque<GatewayMessage> unsaid = new ArrayDeque<>();
  private final UnansweredDaveMessages unanswered = new UnansweredDaveMessages();
  private Optional<Future<?>> repetition = Optional.empty();
  private int generation;
  private boolean connected;

  DaveOutbox(EventLoop loop, GatewayLink gateway) {
    this.loop = loop;
    this.gateway = gateway;
  }

  /** The socket of this generation is dialled. */
  void dialled(int next) {
    generation = next;
    disconnected();
  }

  /** Whether the socket of this generation is the one dialled last. */
  boolean isLast(int socket) {
    return socket == generation;
  }

  /** Identify goes out: what was said, or waits, belongs to a session that is over. */
  void identified() {
    clear();
    connected = true;
  }

  /** The session goes on over the socket dialled last. */
  void resumed() {
    List<GatewayMessage> doubtful = unanswered.messages();
    connected = true;
    unsaid.forEach(this::say);
    unsaid.clear();
    if (!doubtful.isEmpty()) {
      repetition =
          Optional.of(
              loop.schedule(() -> repeat(doubtful), CATCHING_UP.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /** The socket dialled last is gone. */
  void disconnected() {
    connected = false;
    repetition.ifPresent(timer -> timer.cancel(false));
    repetition = Optional.empty();
  }

  void say(GatewayMessage message) {
    if (connected) {
      unanswered.said(message);
      gateway.send(message);
    } else {
      unsaid.add(message);
      if (unsaid.size() > CAPACITY) {
        unsaid.remove();
      }
    }
  }

  /** An epoch was entered: all that was said has been heard, or means nothing any more. */
  void epochEntered() {
    unanswered.clear();
  }

  /** The session is over. */
  void clear() {
    unsaid.clear();
    unanswered.clear();
    disconnected();
  }

  /** What may have been lost with the last socket, and has still no answer. */
  private void repeat(List<GatewayMessage> doubtful) {
    doubtful.retainAll(unanswered.messages());
    doubtful.forEach(this::say);
  }
}
