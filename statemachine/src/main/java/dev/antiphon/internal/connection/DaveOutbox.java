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
 * Sends the messages of the end-to-end encryption over the current WebSocket. Messages wait until
 * that socket has sent Identify or received Resumed. Messages that were possibly lost with the
 * previous socket are sent again. Runs on the event loop only.
 */
final class DaveOutbox {

  /** The maximum number of waiting messages. If it is exceeded, the oldest is dropped. */
  private static final int CAPACITY = 64;

  /** The time limit for the server to repeat the missed messages after Resumed. */
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final GatewayLink gateway;
  private final Deque<GatewayMessage> queued = new ArrayDeque<>();
  private final UnacknowledgedDaveMessages unanswered = new UnacknowledgedDaveMessages();
  private Optional<Future<?>> repetition = Optional.empty();
  private int generation;
  private boolean connected;

  DaveOutbox(EventLoop loop, GatewayLink gateway) {
    this.loop = loop;
    this.gateway = gateway;
  }

  /** The connection attempt with this generation starts. */
  void dialled(int next) {
    generation = next;
    disconnected();
  }

  /** Whether the socket with this generation is the current one. */
  boolean isLast(int socket) {
    return socket == generation;
  }

  /** Identify is sent. The messages of the previous session are discarded. */
  void identified() {
    clear();
    connected = true;
  }

  /** The session was resumed over the current socket. */
  void resumed() {
    List<GatewayMessage> sentBefore = unanswered.messages();
    connected = true;
    queued.forEach(this::send);
    queued.clear();
    if (!sentBefore.isEmpty()) {
      repetition =
          Optional.of(
              loop.schedule(() -> repeat(sentBefore), CATCH_UP.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /** The current socket is closed. */
  void disconnected() {
    connected = false;
    repetition.ifPresent(timer -> timer.cancel(false));
    repetition = Optional.empty();
  }

  void send(GatewayMessage message) {
    if (connected) {
      unanswered.add(message);
      gateway.send(message);
    } else {
      queued.add(message);
      if (queued.size() > CAPACITY) {
        queued.remove();
      }
    }
  }

  /** A new epoch started. Earlier messages were received or are obsolete. */
  void epochEntered() {
    unanswered.clear();
  }

  /** The session has ended. */
  void clear() {
    queued.clear();
    unanswered.clear();
    disconnected();
  }

  /**
   * Sends the messages again that have no answer yet. They were possibly lost with the old socket.
   */
  private void repeat(List<GatewayMessage> sentBefore) {
    sentBefore.retainAll(unanswered.messages());
    sentBefore.forEach(this::send);
  }
}
