package dev.antiphon.gateway.internal;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Resolves host names to addresses on separate daemon threads, because the system's resolver blocks
 * and cannot be interrupted. IP addresses are converted without a thread.
 *
 * <p>Invariants: A name has at most one lookup at a time, which all its callers share. At most
 * {@link #TIMELY} lookups run that are not overdue, and at most {@link #THREADS} lookups in total.
 * Other names wait in a queue. No lookup is rejected before {@link #close()}.
 */
final class NameLookup implements AutoCloseable {
  /** The system's resolver, or the resolver of a test. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  /**
   * A lookup that takes longer is overdue. Common resolvers ask the next DNS server after 5
   * seconds, so the limit is longer.
   */
  static final Duration LIMIT = Duration.ofSeconds(6);

  static final int TIMELY = 64;
  static final int THREADS = 256;
  private static final long IDLE_SECONDS = 10;

  /** The lookup of one name. Its fields are guarded by the lock of the outer object. */
  private static final class Lookup {
    private final String host;
    private final EventLoop loop;
    private final List<CompletableFuture<List<InetAddress>>> callers = new ArrayList<>();
    private @Nullable Future<?> limit;
    private boolean overdue;

    Lookup(String host, EventLoop loop) {
      this.host = host;
      this.loop = loop;
    }
  }

  private final Resolver resolver;
  private final ExecutorService threads =
      // The number of lookups limits the number of threads.
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          NameLookup::thread);

  private final Map<String, Lookup> lookups = new HashMap<>();
  private final Queue<Lookup> queue = new ArrayDeque<>();
  private int running;
  private int timely;
  private boolean closed;

  NameLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Looks up a host, or joins its lookup that is in progress. A cancelled future does not cancel
   * the lookup for other callers. A lookup without callers is skipped if it has not started.
   *
   * @param loop its clock measures {@link #LIMIT} if this call begins the lookup
   * @return a future that completes with at least one address, or exceptionally; it completes on
   *     any thread
   */
  CompletableFuture<List<InetAddress>> addressesOf(String host, EventLoop loop) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal == null) {
      return join(host.toLowerCase(Locale.ROOT), loop);
    }
    try {
      return CompletableFuture.completedFuture(List.of(InetAddress.getByAddress(host, literal)));
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<List<InetAddress>> join(String host, EventLoop loop) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        found.completeExceptionally(closedFailure());
        return found;
      }
      Lookup lookup = lookups.get(host);
      if (lookup == null) {
        lookup = new Lookup(host, loop);
        lookups.put(host, lookup);
        queue.add(lookup);
      }
      lookup.callers.removeIf(CompletableFuture::isDone);
      lookup.callers.add(found);
    }
    startWaiting();
    return found;
  }

  /** The number of lookups that a thread executes. */
  synchronized int running() {
    return running;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Interrupts the threads. Lookups in the queue fail. */
  @Override
  public void close() {
    List<Lookup> dropped;
    synchronized (this) {
      closed = true;
      dropped = List.copyOf(queue);
      queue.clear();
      dropped.forEach(lookup -> lookups.remove(lookup.host));
    }
    threads.shutdownNow();
    dropped.forEach(lookup -> complete(lookup, List.of(), closedFailure()));
  }

  private void startWaiting() {
    for (Lookup next = next(); next != null; next = next()) {
      Lookup lookup = next;
      try {
        threads.execute(() -> resolve(lookup));
      } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no further thread
        ended(lookup);
        complete(lookup, List.of(), e);
      }
    }
  }

  private synchronized @Nullable Lookup next() {
    while (timely < TIMELY && running < THREADS && !queue.isEmpty()) {
      Lookup next = queue.remove();
      next.callers.removeIf(CompletableFuture::isDone);
      if (next.callers.isEmpty()) {
        lookups.remove(next.host);
      } else {
        running++;
        timely++;
        next.limit = limit(next);
        return next;
      }
    }
    return null;
  }

  private @Nullable Future<?> limit(Lookup lookup) {
    try {
      return lookup.loop.schedule(() -> overdue(lookup), LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) { // the loop was shut down
      return null;
    }
  }

  private void overdue(Lookup lookup) {
    synchronized (this) {
      releasePlace(lookup);
    }
    startWaiting();
  }

  /** A lookup that ends while its limit fires releases its place only once. */
  private void releasePlace(Lookup lookup) {
    if (!lookup.overdue) {
      lookup.overdue = true;
      timely--;
    }
  }

  private void resolve(Lookup lookup) {
    List<InetAddress> found = List.of();
    Throwable problem = null;
    try {
      found = List.of(resolver.addressesOf(lookup.host));
    } catch (Throwable e) { // an error must not leave the callers without an answer
      problem = e;
    }
    if (problem == null && found.isEmpty()) {
      problem = new UnknownHostException(lookup.host);
    }
    ended(lookup);
    complete(lookup, found, problem);
    startWaiting();
  }

  private synchronized void ended(Lookup lookup) {
    lookups.remove(lookup.host);
    running--;
    releasePlace(lookup);
  }

  private void complete(Lookup lookup, List<InetAddress> found, @Nullable Throwable problem) {
    List<CompletableFuture<List<InetAddress>>> callers;
    synchronized (this) {
      callers = List.copyOf(lookup.callers);
    }
    stop(lookup.limit);
    for (CompletableFuture<List<InetAddress>> caller : callers) {
      if (problem == null) {
        caller.complete(found);
      } else {
        caller.completeExceptionally(problem);
      }
    }
  }

  private static void stop(@Nullable Future<?> limit) {
    try {
      if (limit != null) {
        limit.cancel(false);
      }
    } catch (RejectedExecutionException e) { // the loop was shut down, and with it its timers
      limit.isDone();
    }
  }

  private static RejectedExecutionException closedFailure() {
    return new RejectedExecutionException("the dialer is closed");
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-dns");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the cause of a {@link CompletionException}, or the exception itself. */
  static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
