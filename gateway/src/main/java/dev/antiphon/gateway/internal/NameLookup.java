package dev.antiphon.gateway.internal;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves host names to addresses on separate threads, because the system's resolver blocks and
 * cannot be interrupted. It uses at most four daemon threads, which end when they are idle. IP
 * addresses are converted without a thread.
 */
final class NameLookup implements AutoCloseable {
  /** The system's resolver, or the resolver of a test. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private static final int THREADS = 4;
  private static final int WAITING = 256;
  private static final long IDLE_SECONDS = 10;

  private final Resolver resolver;
  private final ThreadPoolExecutor threads;

  NameLookup(Resolver resolver) {
    this.resolver = resolver;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            NameLookup::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Looks up a host. When the future is cancelled before its lookup starts, the lookup is skipped.
   *
   * @return a future that completes with at least one address, or exceptionally; it completes on
   *     any thread
   */
  CompletableFuture<List<InetAddress>> addressesOf(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    try {
      if (literal != null) {
        found.complete(List.of(InetAddress.getByAddress(host, literal)));
      } else {
        threads.execute(() -> resolve(host, found));
      }
    } catch (UnknownHostException | RejectedExecutionException e) {
      found.completeExceptionally(e);
    }
    return found;
  }

  boolean isClosed() {
    return threads.isShutdown();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void resolve(String host, CompletableFuture<List<InetAddress>> found) {
    if (found.isDone()) {
      return;
    }
    try {
      found.complete(List.of(resolver.addressesOf(host)));
    } catch (UnknownHostException | RuntimeException e) {
      found.completeExceptionally(e);
    }
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
