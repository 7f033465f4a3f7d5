package dev.antiphon.gateway.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dial: the name lookup and the race of the addresses, with one deadline. All steps run on the
 * event loop, except the name lookup and the expensive parts of TLS.
 *
 * <p>When the lookup fails or takes longer than {@link #PATIENCE}, the race begins with the
 * addresses that worked before. Addresses that the lookup finds later join the race.
 *
 * <p>Invariants: The outcome is reported at most once. After {@link #cancel()}, no outcome is
 * reported. When the outcome is reported, at most one channel is open or all are being closed.
 */
final class Dial implements Race.Outcome {
  /** Receives the outcome of a dial. */
  interface Outcome {
    /**
     * The server accepted the upgrade. The pipeline decodes WebSocket frames. The other channels of
     * the dial are being closed.
     */
    void upgraded(Channel channel);

    /** The upgraded channel is the only one of the dial that is not closed. */
    void alone();

    /** The dial failed. Its channels are being closed. */
    void failed(DialException cause);

    /** The event loop was shut down during the lookup. Called on any thread. */
    void loopEnded();
  }

  /** The time after which a dial no longer waits for the lookup if it remembers addresses. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private final GatewayDialer.Settings settings;
  private final EventLoop loop;
  private final Endpoint endpoint;
  private final Duration deadline;
  private final Outcome outcome;
  private final DialFailures failures;
  private final Race race;

  private final List<Future<?>> timers = new ArrayList<>();
  private @Nullable CompletableFuture<List<InetAddress>> lookup;
  private @Nullable DialException nameFailure;
  private boolean answered;
  private boolean done;

  Dial(
      GatewayDialer.Settings settings,
      EventLoop loop,
      Endpoint endpoint,
      Duration deadline,
      Outcome outcome) {
    this.settings = settings;
    this.loop = loop;
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.outcome = outcome;
    this.failures = new DialFailures(endpoint, deadline);
    this.race = new Race(settings, loop, endpoint, failures, this);
  }

  void start() {
    after(deadline, this::timedOut);
    lookup = settings.names().addressesOf(endpoint.host(), loop);
    if (!lookup.isDone()) {
      after(PATIENCE, this::dialRemembered);
      after(NameLookup.LIMIT, this::overdue);
    }
    lookup.whenComplete((found, problem) -> onLoop(() -> resolved(found, problem)));
  }

  /** Ends the dial without reporting an outcome. */
  void cancel() {
    if (end()) {
      race.stop();
    }
  }

  /** Runs the task when all channels of the dial are closed. Call it after the end of the dial. */
  void whenClosed(Runnable task) {
    race.whenClosed(null, task);
  }

  private void resolved(List<InetAddress> found, @Nullable Throwable problem) {
    if (done) {
      return;
    }
    answered = true;
    if (problem == null) {
      nameFailure = null;
      race.add(found);
    } else {
      nameFailed(failures.name(NameLookup.cause(problem)));
    }
  }

  private void dialRemembered() {
    if (!answered) {
      race.add(settings.addresses().remembered(endpoint.host()));
    }
  }

  private void overdue() {
    if (!answered) {
      nameFailed(failures.nameOverdue(NameLookup.LIMIT));
    }
  }

  private void nameFailed(DialException cause) {
    nameFailure = cause;
    race.add(settings.addresses().remembered(endpoint.host()));
  }

  @Override
  public void won(Channel channel) {
    end();
    outcome.upgraded(channel);
    if (race.attempts().size() == 1) {
      outcome.alone();
    } else {
      // NIO releases the descriptors of closed channels in the next pass of the loop, and a timer
      // fires after it.
      race.whenClosed(channel, () -> loop.schedule(outcome::alone, 0, TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public void exhausted() {
    if (answered || nameFailure != null) {
      fail(failures.race(race.attempts(), nameFailure));
    }
  }

  private void timedOut() {
    if (!done) {
      race.timedOut();
      fail(failures.timedOut(race.attempts()));
    }
  }

  private void fail(DialException cause) {
    if (end()) {
      race.stop();
      outcome.failed(cause);
    }
  }

  private boolean end() {
    if (done) {
      return false;
    }
    done = true;
    timers.forEach(timer -> timer.cancel(false));
    if (lookup != null) {
      lookup.cancel(false);
    }
    return true;
  }

  /**
   * Closes a connection without its handlers, so that TLS does not wait until its close_notify is
   * sent.
   */
  static void drop(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) { // a closed channel has no handlers
      first.close();
    }
  }

  private void after(Duration delay, Runnable task) {
    timers.add(loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void onLoop(Runnable step) {
    if (loop.inEventLoop()) {
      step.run();
      return;
    }
    try {
      loop.execute(step);
    } catch (RejectedExecutionException e) {
      outcome.loopEnded();
    }
  }
}
