package dev.antiphon.internal.connection;

import dev.antiphon.flow.MoveFailure;
import dev.antiphon.internal.flow.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who waits for the connection to be where it was asked to be, or to be over. Confined to the event
 * loop, but for what says so.
 *
 * <p>Invariant: everybody is told exactly once, at the latest when the connection ends.
 */
final class Waiters {
  private final List<Waiter> waiting = new ArrayList<>();
  private final CompletableFuture<Snapshot> end = new CompletableFuture<>();
  private final CompletableFuture<Void> release = new CompletableFuture<>();

  /** {@code channel} is empty for a join: one that Discord redirects has succeeded as well. */
  private record Waiter(OptionalLong channel, CompletableFuture<Snapshot> outcome) {
    boolean wants(long channelId) {
      return channel.isEmpty() || channel.getAsLong() == channelId;
    }
  }

  /** Waits to be joined, in whatever channel. */
  void join(CompletableFuture<Snapshot> outcome) {
    waiting.add(new Waiter(OptionalLong.empty(), outcome));
  }

  /** Waits to be in this channel. */
  void move(long channelId, CompletableFuture<Snapshot> outcome) {
    waiting.add(new Waiter(OptionalLong.of(channelId), outcome));
  }

  /** Waits no more. */
  void forget(CompletableFuture<Snapshot> outcome) {
    waiting.removeIf(waiter -> waiter.outcome() == outcome);
  }

  /**
   * Somebody waits no more.
   *
   * @return what was waited for, a channel for a move, if it is not decided and nobody else waits
   *     for it
   */
  Optional<OptionalLong> giveUp(CompletableFuture<Snapshot> outcome) {
    Optional<Waiter> found =
        waiting.stream().filter(waiter -> waiter.outcome() == outcome).findFirst();
    forget(outcome);
    return found
        .map(Waiter::channel)
        .filter(wanted -> waiting.stream().noneMatch(other -> other.channel().equals(wanted)));
  }

  /** Audio flows in the channel; a move to another that is not under way any more has failed. */
  void joined(long channelId, Snapshot now) {
    OptionalLong pending = now.memory().intent().pendingMove();
    settle(waiter -> waiter.wants(channelId), outcome -> outcome.complete(now));
    settle(
        waiter -> !waiter.channel().equals(pending),
        outcome -> outcome.completeExceptionally(new MoveFailedException(MoveFailure.SUPERSEDED)));
  }

  /** The move to the channel will not be. */
  void moveFailed(long channelId, MoveFailure why) {
    settle(
        waiter -> waiter.channel().equals(OptionalLong.of(channelId)),
        outcome -> outcome.completeExceptionally(new MoveFailedException(why)));
  }

  /** The connection is over; {@code closing} completes when its sockets are really closed. */
  void ended(Snapshot now, CompletableFuture<Void> closing) {
    settle(waiter -> true, outcome -> outcome.complete(now));
    end.complete(now);
    closing.whenComplete((done, failure) -> release.complete(null));
  }

  /** Whether the connection is over. From any thread. */
  boolean isOver() {
    return end.isDone();
  }

  /** Completes with the last snapshot when the connection is over. From any thread. */
  CompletableFuture<Snapshot> end() {
    return end.copy();
  }

  /** Completes when the connection is over and its sockets are closed. From any thread. */
  CompletableFuture<Void> release() {
    return release.copy();
  }

  /** What is completed may ask anew at once; so nobody is told while the list is being read. */
  private void settle(Predicate<Waiter> which, Consumer<CompletableFuture<Snapshot>> outcome) {
    List<Waiter> settled = waiting.stream().filter(which).toList();
    waiting.removeAll(settled);
    settled.forEach(waiter -> outcome.accept(waiter.outcome()));
  }
}
