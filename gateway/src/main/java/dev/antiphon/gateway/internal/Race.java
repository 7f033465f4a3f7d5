package dev.antiphon.gateway.internal;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one dial at the addresses of its host. The next attempt starts when the last one
 * fails, and at the latest {@link #DELAY} after its start. The first attempt that opens a WebSocket
 * wins; then the others are closed. All methods run on the event loop.
 *
 * <p>Source: RFC 8305 section 5. It races TCP connections; here TLS and the HTTP upgrade belong to
 * the race too.
 */
final class Race implements Attempt.Outcome {
  /** Receives the outcome of a race. */
  interface Outcome {
    /** An attempt opened a WebSocket. The channels of the other attempts are being closed. */
    void won(Channel channel);

    /** All known addresses failed, or none is known. More addresses can be added. */
    void exhausted();
  }

  /** The connection attempt delay that RFC 8305 section 8 recommends. */
  static final Duration DELAY = Duration.ofMillis(250);

  /** The maximum number of attempts. */
  static final int ATTEMPTS = 8;

  private final GatewayDialer.Settings settings;
  private final EventLoop loop;
  private final Endpoint endpoint;
  private final DialFailures failures;
  private final Outcome outcome;

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<InetAddress> untried = new ArrayList<>();
  private @Nullable Future<?> timer;
  private long lastStart;
  private boolean ended;

  Race(
      GatewayDialer.Settings settings,
      EventLoop loop,
      Endpoint endpoint,
      DialFailures failures,
      Outcome outcome) {
    this.settings = settings;
    this.loop = loop;
    this.endpoint = endpoint;
    this.failures = failures;
    this.outcome = outcome;
  }

  /** Adds addresses and orders those that were not tried yet. Known addresses are ignored. */
  void add(Collection<InetAddress> addresses) {
    Set<InetAddress> candidates = new LinkedHashSet<>(untried);
    candidates.addAll(addresses);
    attempts.forEach(attempt -> candidates.remove(attempt.address()));
    untried.clear();
    settings.addresses().ordered(host(), candidates, now()).stream()
        .limit(ATTEMPTS - attempts.size())
        .forEach(untried::add);
    if (!isIdle()) {
      awaitNext();
    } else if (untried.isEmpty()) {
      outcome.exhausted();
    } else {
      next();
    }
  }

  private boolean isIdle() {
    return attempts.stream().allMatch(attempt -> attempt.failure().isPresent());
  }

  /** The attempts in the order of their start. */
  List<Attempt> attempts() {
    return attempts;
  }

  /** Stops all attempts. No outcome is reported. */
  void stop() {
    ended = true;
    cancelTimer();
    untried.clear();
    attempts.forEach(Attempt::stop);
  }

  /** Remembers that the attempts in progress were silent until the deadline. */
  void timedOut() {
    attempts.forEach(attempt -> settings.addresses().failed(host(), attempt.address(), now()));
  }

  /** Runs the task when the channels of all attempts are closed, except the given channel. */
  void whenClosed(@Nullable Channel except, Runnable task) {
    List<Channel> channels =
        attempts.stream()
            .map(Attempt::channel)
            .flatMap(Optional::stream)
            .filter(channel -> channel != except)
            .toList();
    if (channels.isEmpty()) {
      task.run();
      return;
    }
    AtomicInteger open = new AtomicInteger(channels.size());
    for (Channel channel : channels) {
      channel
          .closeFuture()
          .addListener(
              closed -> {
                if (open.decrementAndGet() == 0) {
                  task.run();
                }
              });
    }
  }

  @Override
  public void upgraded(Attempt winner, Channel channel) {
    if (ended) {
      return;
    }
    settings.addresses().worked(host(), winner.address());
    for (Attempt attempt : attempts) {
      if (attempt == winner) {
        break; // later attempts had less time than the winner
      }
      settings.addresses().failed(host(), attempt.address(), now());
    }
    stop();
    outcome.won(channel);
  }

  @Override
  public void failed(Attempt attempt) {
    settings.addresses().failed(host(), attempt.address(), now());
    if (ended) {
      return;
    }
    if (!untried.isEmpty()) {
      next();
    } else if (isIdle()) {
      outcome.exhausted();
    }
  }

  private void next() {
    cancelTimer();
    InetAddress address = untried.remove(0);
    lastStart = now();
    awaitNext();
    Attempt attempt = new Attempt(settings, loop, endpoint, address, failures, this);
    attempts.add(attempt);
    attempt.start();
  }

  private void awaitNext() {
    if (timer == null && !untried.isEmpty()) {
      long left = lastStart + DELAY.toNanos() - now();
      timer = loop.schedule(this::next, Math.max(0, left), TimeUnit.NANOSECONDS);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private String host() {
    return endpoint.host();
  }

  private long now() {
    return loop.ticker().nanoTime();
  }
}
