package dev.antiphon.gateway.internal;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The received events of one WebSocket. They are handled one at a time, never during a pause, never
 * inside the handling of another event, and at most {@value #PER_TURN} per turn of the event loop.
 * The next turn begins after the loop has run its timers and its other sockets.
 *
 * <p>Invariant: while events wait, the channel is not read. Therefore the queue is bounded by one
 * read of the channel. All methods run on the event loop.
 */
final class IncomingQueue {
  /** The maximum number of events per turn of the event loop. */
  static final int PER_TURN = 32;

  private final Consumer<Incoming> handler;
  private final BooleanSupplier stopped;
  private final Queue<Incoming> events = new ArrayDeque<>();

  private @Nullable Channel channel;
  private boolean paused;
  private boolean handling;
  private boolean turnScheduled;
  private int handledInTurn;

  /** Creates an empty queue. While {@code stopped} is true, no event is handled. */
  IncomingQueue(Consumer<Incoming> handler, BooleanSupplier stopped) {
    this.handler = handler;
    this.stopped = stopped;
  }

  /** Controls the reading of this channel from now on. */
  void attach(Channel opened) {
    channel = opened;
    updateReading();
  }

  void add(Incoming event) {
    events.add(event);
    drain();
  }

  void clear() {
    events.clear();
  }

  void pause() {
    paused = true;
    updateReading();
  }

  void resume() {
    paused = false;
    drain();
    updateReading();
  }

  boolean isPaused() {
    return paused;
  }

  private void drain() {
    if (handling || turnScheduled) {
      return;
    }
    handling = true;
    try {
      while (!paused && !stopped.getAsBoolean() && !events.isEmpty()) {
        if (handledInTurn == PER_TURN) {
          scheduleTurn();
          return;
        }
        handledInTurn++;
        handler.accept(events.remove());
      }
    } finally {
      handling = false;
    }
  }

  /**
   * Continues in the next turn of the loop. A task of {@code execute} could run before the timers
   * that are due, so this is a timer without a delay.
   */
  private void scheduleTurn() {
    Channel socket = Objects.requireNonNull(channel, "events come only from a channel");
    try {
      turnScheduled = true;
      updateReading();
      socket.eventLoop().schedule(this::turn, 0, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      events.clear(); // the event loop was shut down with the socket
    }
  }

  private void turn() {
    turnScheduled = false;
    handledInTurn = 0;
    try {
      drain();
    } catch (RuntimeException e) { // as for an event that is handled inside the read
      Objects.requireNonNull(channel, "a turn needs a channel").pipeline().fireExceptionCaught(e);
    }
    updateReading();
  }

  private void updateReading() {
    if (channel != null) {
      channel.config().setAutoRead(!paused && !turnScheduled);
    }
  }
}
