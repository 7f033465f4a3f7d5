package dev.antiphon.testkit.internal.record;

import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerSummary;
import dev.antiphon.testkit.record.ViolationKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorded events in order. Only the server's loop writes it; any thread can read it. It stores
 * the newest events up to its limit and counts all of them.
 */
public final class ServerRecording {

  private static final Logger LOG = LoggerFactory.getLogger(ServerRecording.class);

  /** The number of events in the message of a failed wait. */
  private static final int EVENTS_NAMED = 8;

  private final long startedAt = System.nanoTime();
  private final int limit;
  private final Consumer<? super ServerEvent> listener;

  private final Object lock = new Object();
  private final Deque<ServerEvent> events = new ArrayDeque<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final Map<ViolationKind, Long> violations = new EnumMap<>(ViolationKind.class);
  private long connections;
  private long sessions;
  private long resumes;
  private long messages;
  private long frames;
  private long framesForwarded;
  private long keepalives;
  private long ignoredDatagrams;
  private final Map<Long, Long> framesInClear = new HashMap<>();
  private long forgotten;
  private boolean closed;

  /**
   * Creates an empty recording.
   *
   * @param limit the maximum number of stored events
   * @param listener receives each event on the server's loop
   */
  public ServerRecording(int limit, Consumer<? super ServerEvent> listener) {
    this.limit = limit;
    this.listener = listener;
  }

  /** Returns the time since the server started. */
  public Duration now() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Records an event. Called on the loop. */
  public void record(ServerEvent event) {
    List<Condition> met = List.of();
    synchronized (lock) {
      count(event);
      if (events.size() == limit) {
        events.removeFirst();
        forgotten++;
      }
      events.addLast(event);
      if (!conditions.isEmpty()) {
        met = conditions.stream().filter(condition -> condition.take(event)).toList();
        conditions.removeAll(met);
      }
    }
    met.forEach(Condition::complete);
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("The listener of an embedded voice server threw an exception: {}", e.toString());
      LOG.debug("Exception of the listener", e);
    }
  }

  private void count(ServerEvent event) {
    if (event instanceof ServerEvent.FrameReceived) {
      frames++;
    } else if (event instanceof ServerEvent.MessageReceived) {
      messages++;
    } else if (event instanceof ServerEvent.KeepaliveReceived) {
      keepalives++;
    } else if (event instanceof ServerEvent.Connected) {
      connections++;
    } else if (event instanceof ServerEvent.Identified) {
      sessions++;
    } else if (event instanceof ServerEvent.Resumed) {
      resumes++;
    } else if (event instanceof ServerEvent.Violation violation) {
      violations.merge(violation.kind(), 1L, Long::sum);
    }
  }

  /** Counts a frame that was sent to a member. */
  public void countForwarded() {
    synchronized (lock) {
      framesForwarded++;
    }
  }

  /** Counts a frame of this user that had to be end-to-end encrypted, but was not. */
  public void countFrameInClear(long userId) {
    synchronized (lock) {
      framesInClear.merge(userId, 1L, Long::sum);
    }
  }

  /** Counts a datagram that is ignored. */
  public void countIgnoredDatagram() {
    synchronized (lock) {
      ignoredDatagrams++;
    }
  }

  /** Returns the stored events, oldest first. */
  public List<ServerEvent> events() {
    synchronized (lock) {
      return List.copyOf(events);
    }
  }

  /** Returns the stored audio frames of one member in the order of arrival. */
  public List<ServerEvent.FrameReceived> frames(long guildId, long userId) {
    return events().stream()
        .filter(event -> event.concerns(guildId, userId))
        .filter(ServerEvent.FrameReceived.class::isInstance)
        .map(ServerEvent.FrameReceived.class::cast)
        .toList();
  }

  /** Returns the counters since the start. */
  public ServerSummary summary() {
    synchronized (lock) {
      return new ServerSummary(
          connections,
          sessions,
          resumes,
          messages,
          frames,
          framesForwarded,
          keepalives,
          ignoredDatagrams,
          violations,
          framesInClear,
          forgotten);
    }
  }

  /**
   * Returns a future of the first {@code count} matching events. Past and future events both count.
   */
  public CompletableFuture<List<ServerEvent>> collect(
      Predicate<? super ServerEvent> predicate, int count) {
    Condition condition = new Condition(predicate, count);
    synchronized (lock) {
      boolean met = events.stream().anyMatch(condition::take);
      if (!met && !closed) {
        conditions.add(condition);
        condition.future.whenComplete((found, failure) -> forget(condition));
        return condition.future;
      }
      if (!met) {
        condition.future.completeExceptionally(serverClosed());
      }
    }
    condition.complete();
    return condition.future;
  }

  /** Waits for the future of {@link #collect}. Throws an {@link AssertionError} on failure. */
  public List<ServerEvent> await(
      CompletableFuture<List<ServerEvent>> found, int count, Duration limit) {
    try {
      return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      found.cancel(false);
      List<ServerEvent> all = events();
      List<ServerEvent> last = all.subList(Math.max(0, all.size() - EVENTS_NAMED), all.size());
      throw new AssertionError(
          "Expected %d matching event(s) within %s; the last of %d events were %s"
              .formatted(count, limit, all.size(), last),
          e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new AssertionError(cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the voice server.", e);
    }
  }

  private void forget(Condition condition) {
    synchronized (lock) {
      conditions.remove(condition);
    }
  }

  /** Closes the recording. Futures that are still waiting fail. */
  public void close() {
    List<Condition> unmet;
    synchronized (lock) {
      closed = true;
      unmet = List.copyOf(conditions);
      conditions.clear();
    }
    unmet.forEach(condition -> condition.future.completeExceptionally(serverClosed()));
  }

  private static IllegalStateException serverClosed() {
    return new IllegalStateException(
        "The voice server was closed before the expected events happened.");
  }

  private static final class Condition {
    private final Predicate<? super ServerEvent> predicate;
    private final int count;
    private final List<ServerEvent> found = new ArrayList<>();
    private final CompletableFuture<List<ServerEvent>> future = new CompletableFuture<>();

    Condition(Predicate<? super ServerEvent> predicate, int count) {
      this.predicate = predicate;
      this.count = count;
    }

    boolean take(ServerEvent event) {
      if (predicate.test(event)) {
        found.add(event);
      }
      return found.size() >= count;
    }

    void complete() {
      future.complete(List.copyOf(found));
    }
  }
}
