package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.UpdateVoiceState;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the voice state updates (opcode 4) of one guild, for all its connections (rule G10). Runs
 * on the guild's event loop, except where a method says otherwise. The application's gateway is
 * called on a dedicated thread.
 *
 * <p>Invariants: at most one leave and one join wait, the leave first. A newer update replaces an
 * older one. No update is sent while the main gateway's session is lost, or before the minimum time
 * since the last update has passed. A leave and the following join count as one update. {@link
 * #flush} is the only exception.
 *
 * <p>If Discord executes a join after the connection has ended, the sender leaves again. Otherwise
 * the bot would stay listed in the channel without a connection (a ghost). It does not leave if
 * another process of the bot is listed.
 */
final class VoiceStateSender {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceStateSender.class);
  private static final int LEAVE_ATTEMPTS = 3;
  private static final Effect.SendVoiceState LEAVE =
      new Effect.SendVoiceState(0, OptionalLong.empty(), SelfFlags.NONE, Duration.ZERO);

  private final MainGatewayPort port;
  private final EventLoop loop;
  private final long guildId;
  private final long spacingNanos;
  private final long leaveNanos;
  private final List<Waiting> waiting = new ArrayList<>(2);
  private final AtomicInteger mainSession = new AtomicInteger();
  private boolean sentBefore;
  private boolean leaveSentAlone;
  private @Nullable Waiting lastSent;

  /** The result of the last sent leave; null if a join was sent after it. */
  private @Nullable CompletableFuture<Void> leave;

  /** The session id with which Discord listed the bot while it had a connection; a secret. */
  private @Nullable String ownSession;

  private volatile boolean owesLeave;
  private boolean flushed;
  private long sentAt;
  private long dueAt;
  private @Nullable ScheduledFuture<?> wake;

  /** The number of sent leaves without an answer of Discord, and the time of the last one. */
  private int leavesSent;

  private long leftAt;

  /** A waiting voice state update, and the receiver of an event if it cannot be sent. */
  private record Waiting(
      int mainSession, Effect.SendVoiceState op4, Consumer<VoiceEvent> failures, int attempt) {
    boolean joins() {
      return op4.channelId().isPresent();
    }

    Waiting nextAttempt() {
      return new Waiting(mainSession, op4, failures, attempt + 1);
    }
  }

  VoiceStateSender(
      MainGatewayPort port, EventLoop loop, long guildId, Duration spacing, Duration leaveWindow) {
    this.port = port;
    this.loop = loop;
    this.guildId = guildId;
    this.spacingNanos = spacing.toNanos();
    this.leaveNanos = leaveWindow.toNanos();
  }

  /**
   * Sends the update after its delay, or as soon as the minimum time allows. Call it on the loop.
   */
  void send(Effect.SendVoiceState op4, Consumer<VoiceEvent> failures) {
    boolean leaves = op4.channelId().isEmpty();
    owesLeave |= leaves;
    waiting.removeIf(older -> leaves || older.joins());
    waiting.add(new Waiting(mainSession.get(), op4, failures, 1));
    long now = now();
    dueAt = Math.max(now + op4.after().toNanos(), earliest(now));
    sendWhenDue();
  }

  /** Removes a waiting join. A waiting leave is still sent. Call it on the loop. */
  void withdrawJoins() {
    waiting.removeIf(Waiting::joins);
    sendWhenDue();
  }

  /**
   * Forgets all updates, because another process of the bot has replaced the connection. No leave
   * follows until the next join, because it would remove the other process from its channel. Call
   * it on the loop.
   */
  void forgetJoins() {
    waiting.clear();
    lastSent = null;
    leave = null;
    ownSession = null;
    owesLeave = false;
    sendWhenDue();
  }

  /**
   * Discord listed the bot in a channel with this session id while it had a connection. Call it on
   * the loop.
   */
  void listedWith(String sessionId) {
    ownSession = sessionId;
  }

  /**
   * Whether a leave waits, or the last update was a leave and it is not confirmed as sent. Callable
   * from any thread.
   */
  boolean owesLeave() {
    return owesLeave;
  }

  /**
   * The earliest time to send. A join directly after a leave does not wait, even if the leave was
   * already sent.
   */
  private long earliest(long now) {
    boolean completesPair = leaveSentAlone && waiting.stream().allMatch(Waiting::joins);
    return sentBefore && !completesPair ? sentAt + spacingNanos : now;
  }

  /**
   * Stops waiting for all answers after a timeout. Discord answers in order, so the last leave is
   * answered last.
   */
  private void forgetOldLeaves() {
    if (now() - leftAt >= leaveNanos) {
      leavesSent = 0;
    }
  }

  /** The estimated time until the waiting update is sent. Call it on the loop. */
  Duration untilSent() {
    return waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(0, dueAt - now()));
  }

  /** Whether Discord can still answer a leave. Call it on the loop. */
  boolean leaveOutstanding() {
    forgetOldLeaves();
    return leavesSent > 0 || waiting.stream().anyMatch(op4 -> !op4.joins());
  }

  /**
   * Discord answered the oldest leave. Returns whether another leave has no answer yet. Call it on
   * the loop.
   */
  boolean leaveAnswered() {
    forgetOldLeaves();
    leavesSent = Math.max(0, leavesSent - 1);
    return leaveOutstanding();
  }

  /**
   * Receives the bot's voice state when the guild has no connection. The session id is a secret.
   * Callable from any thread.
   */
  void voiceStateWithoutConnection(OptionalLong channel, String sessionId) {
    onLoop(
        () -> {
          if (channel.isEmpty()) {
            leaveAnswered();
          } else if (ownSession != null && !ownSession.equals(sessionId)) {
            LOG.debug("guild {}: another process of the bot is in a channel", guildId);
          } else if (lastSent != null && lastSent.joins() && waiting.isEmpty()) {
            LOG.debug(
                "guild {}: Discord executed a join after the connection ended; leaving again",
                guildId);
            send(LEAVE, failure -> {});
          }
        });
  }

  /** The main gateway has resumed its session. Callable from any thread. */
  void mainResumed() {
    onLoop(this::sendWhenDue);
  }

  /**
   * The main gateway has a new session. Waiting joins are removed, because each connection requests
   * its channel again. A waiting leave is still sent. Callable from any thread.
   */
  void mainRenewed() {
    // Incremented immediately: the loop may handle requests of the new session before this task.
    int renewed = mainSession.incrementAndGet();
    onLoop(
        () -> {
          ownSession = null;
          waiting.removeIf(op4 -> op4.joins() && op4.mainSession() < renewed);
          sendWhenDue();
        });
  }

  /**
   * Sends a waiting leave immediately, before the shutdown, even while the main gateway's session
   * is lost. A leave that has failed is sent once more. Waiting joins are removed. Later failures
   * are not repaired. Callable from any thread.
   *
   * @return completes when no leave is missing: it was sent, or none was needed. Fails if the leave
   *     could not be sent
   */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    boolean accepted =
        onLoop(
            () -> {
              flushed = true;
              waiting.removeIf(Waiting::joins);
              if (waiting.isEmpty() && leave != null && leave.isCompletedExceptionally()) {
                waiting.add(new Waiting(mainSession.get(), LEAVE, failure -> {}, LEAVE_ATTEMPTS));
              }
              sendWhenDue();
              complete(left);
            });
    if (!accepted && owesLeave) {
      left.completeExceptionally(new RejectedExecutionException("the event loop has stopped"));
    } else if (!accepted) {
      left.complete(null);
    }
    return left;
  }

  /** Completes the future like the last leave. */
  private void complete(CompletableFuture<Void> left) {
    if (leave == null) {
      left.complete(null);
      return;
    }
    leave.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            left.complete(null);
          } else {
            left.completeExceptionally(failure);
          }
        });
  }

  private void sendWhenDue() {
    if (wake != null) {
      wake.cancel(false);
      wake = null;
    }
    if (waiting.isEmpty() || (port.isAway() && !flushed)) {
      return;
    }
    long wait = flushed ? 0 : dueAt - now();
    if (wait > 0) {
      wake = loop.schedule(this::sendWhenDue, wait, TimeUnit.NANOSECONDS);
      return;
    }
    sentBefore = true;
    sentAt = now();
    leaveSentAlone = waiting.size() == 1 && !waiting.get(0).joins();
    List<Waiting> due = List.copyOf(waiting);
    waiting.clear();
    lastSent = due.get(due.size() - 1);
    for (Waiting next : due) {
      if (!next.joins()) {
        forgetOldLeaves();
        leavesSent++;
        leftAt = sentAt;
      }
      CompletableFuture<Void> sent = sendToGateway(next);
      leave = next.joins() ? null : sent;
      owesLeave = leave != null;
      sent.thenRun(() -> onLoop(() -> confirm(sent)));
    }
  }

  /** The update was sent. It has no effect if a newer one was sent or a leave waits. */
  @SuppressWarnings("ReferenceEquality") // compares the identity of the leave
  private void confirm(CompletableFuture<Void> sent) {
    if (leave == sent && waiting.stream().allMatch(Waiting::joins)) {
      owesLeave = false;
    }
  }

  private CompletableFuture<Void> sendToGateway(Waiting next) {
    Effect.SendVoiceState op4 = next.op4();
    UpdateVoiceState update =
        new UpdateVoiceState(guildId, op4.channelId(), op4.shown().mute(), op4.shown().deaf());
    CompletableFuture<Void> sent = port.send(update);
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            report(next, failure);
          }
        });
    return sent;
  }

  /**
   * Reports the type of the failure only. The message of the application's exception may contain
   * secrets.
   */
  private void report(Waiting next, Throwable failure) {
    if (!next.joins()) {
      onLoop(() -> retryLeave(next));
    }
    next.failures()
        .accept(
            new VoiceEvent.VoiceStateNotSent(
                next.op4().generation(),
                "op 4 could not be sent to the main gateway ("
                    + failure.getClass().getSimpleName()
                    + ")"));
  }

  /**
   * Sends a failed leave again, unless a newer update exists. Otherwise the bot would stay listed
   * in the channel.
   */
  @SuppressWarnings("ReferenceEquality") // compares the identity of the leave
  private void retryLeave(Waiting failed) {
    leavesSent = Math.max(0, leavesSent - 1);
    boolean last = flushed || failed.attempt() == LEAVE_ATTEMPTS;
    if (!last && waiting.isEmpty() && lastSent == failed) {
      waiting.add(failed.nextAttempt());
      dueAt = sentAt + spacingNanos;
      sendWhenDue();
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  /** Runs the task on the loop. Returns false if the loop has stopped. */
  private boolean onLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
      return true;
    }
    try {
      loop.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("guild {}: its event loop has stopped", guildId);
      return false;
    }
  }
}
