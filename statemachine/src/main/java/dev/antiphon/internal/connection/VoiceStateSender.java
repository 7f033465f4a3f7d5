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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one sender of op 4 of a guild, which outlives its connections (rule G10). Confined to the
 * guild's event loop, but for the hand-over from other threads; the application's gateway is called
 * on a thread of its own.
 *
 * <p>Invariant: at most one leave and one join wait, the leave first; a newer one replaces an older
 * one; nothing is sent while the main gateway is away, or sooner after the last than the spacing
 * allows. A leave and the join behind it count once. What Discord carries out after the end, for it
 * was slow, is taken back: no ghost stays in a channel.
 */
final class VoiceStateSender {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceStateSender.class);
  private static final long FLUSH_SECONDS = 2;
  private static final int LEAVE_ATTEMPTS = 3;
  private static final Effect.SendVoiceState GOODBYE =
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
  private long sentAt;
  private long dueAt;
  private @Nullable ScheduledFuture<?> wake;

  /** How many leaves went out that Discord has not answered, and when the last of them did. */
  private int leavesSent;

  private long leftAt;

  /** An op 4 that waits, and who hears when it cannot be sent. */
  private record Waiting(
      int mainSession, Effect.SendVoiceState op4, Consumer<VoiceEvent> failures, int attempt) {
    boolean joins() {
      return op4.channelId().isPresent();
    }

    Waiting again() {
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

  /** Sends it after a while, or as soon as may be. On the loop. */
  void send(Effect.SendVoiceState op4, Consumer<VoiceEvent> failures) {
    boolean leave = op4.channelId().isEmpty();
    waiting.removeIf(older -> leave || older.joins());
    waiting.add(new Waiting(mainSession.get(), op4, failures, 1));
    long now = now();
    dueAt = Math.max(now + op4.after().toNanos(), earliest(now));
    sendWhenDue();
  }

  /** Nobody wants what was to be joined any more. What was to be left is left. On the loop. */
  void withdrawJoins() {
    waiting.removeIf(Waiting::joins);
    sendWhenDue();
  }

  /** A join that follows a leave makes a pair with it, also when that has gone out already. */
  private long earliest(long now) {
    boolean completesPair = leaveSentAlone && waiting.stream().allMatch(Waiting::joins);
    return sentBefore && !completesPair ? sentAt + spacingNanos : now;
  }

  /** All at once: Discord answers them in order, so that the last is answered last. */
  private void forgetOldLeaves() {
    if (now() - leftAt >= leaveNanos) {
      leavesSent = 0;
    }
  }

  /** How long what waits will wait, as far as can be known. On the loop. */
  Duration untilSent() {
    return waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(0, dueAt - now()));
  }

  /** Whether Discord may still answer a leave of ours. On the loop. */
  boolean leaveOutstanding() {
    forgetOldLeaves();
    return leavesSent > 0 || waiting.stream().anyMatch(op4 -> !op4.joins());
  }

  /** Discord has answered the oldest; whether there is another after it. On the loop. */
  boolean leaveAnswered() {
    forgetOldLeaves();
    leavesSent = Math.max(0, leavesSent - 1);
    return leaveOutstanding();
  }

  /** Where Discord lists us, and no connection is there any more to hear of it. From any thread. */
  void heardByNobody(OptionalLong channel) {
    onLoop(
        () -> {
          if (channel.isEmpty()) {
            leaveAnswered();
          } else if (lastSent != null && lastSent.joins() && waiting.isEmpty()) {
            LOG.debug("guild {}: an op 4 was carried out after the end; leaving again", guildId);
            send(GOODBYE, failure -> {});
          }
        });
  }

  /** The main gateway is there again with the session it had. From any thread. */
  void mainResumed() {
    onLoop(this::sendWhenDue);
  }

  /**
   * The main gateway is there again with a new session. What was to be joined is asked for anew by
   * whoever still wants it; what was to be left is left. From any thread.
   */
  void mainRenewed() {
    // Counted at once: the loop may meet what is asked in the new session before this task.
    int renewed = mainSession.incrementAndGet();
    onLoop(
        () -> {
          waiting.removeIf(op4 -> op4.joins() && op4.mainSession() < renewed);
          sendWhenDue();
        });
  }

  /** Sends what waits without waiting longer: there is no later. From any thread but the loop. */
  void flush() {
    CountDownLatch flushed = new CountDownLatch(1);
    boolean accepted =
        onLoop(
            () -> {
              dueAt = now();
              sendWhenDue();
              flushed.countDown();
            });
    try {
      if (accepted && !flushed.await(FLUSH_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("guild {}: what waited to be sent was not", guildId);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendWhenDue() {
    if (wake != null) {
      wake.cancel(false);
      wake = null;
    }
    if (waiting.isEmpty() || port.isAway()) {
      return;
    }
    long wait = dueAt - now();
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
      handOver(next);
    }
  }

  private void handOver(Waiting next) {
    Effect.SendVoiceState op4 = next.op4();
    UpdateVoiceState update =
        new UpdateVoiceState(guildId, op4.channelId(), op4.shown().mute(), op4.shown().deaf());
    port.send(update)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                report(next, failure);
              }
            });
  }

  /** Names the kind of failure only: the application's message could hold anything. */
  private void report(Waiting next, Throwable failure) {
    if (!next.joins()) {
      onLoop(() -> leaveAgain(next));
    }
    next.failures()
        .accept(
            new VoiceEvent.VoiceStateNotSent(
                next.op4().generation(),
                "op 4 could not be sent to the main gateway ("
                    + failure.getClass().getSimpleName()
                    + ")"));
  }

  /** A leave that got lost would keep a ghost in the channel, unless something newer was asked. */
  @SuppressWarnings("ReferenceEquality") // this leave, not one like it
  private void leaveAgain(Waiting leave) {
    leavesSent = Math.max(0, leavesSent - 1);
    if (leave.attempt() < LEAVE_ATTEMPTS && waiting.isEmpty() && lastSent == leave) {
      waiting.add(leave.again());
      dueAt = sentAt + spacingNanos;
      sendWhenDue();
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  /** Whether the loop is still there to do it. */
  private boolean onLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
      return true;
    }
    try {
      loop.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("guild {}: its event loop has ended", guildId);
      return false;
    }
  }
}
