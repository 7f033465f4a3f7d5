package dev.antiphon.internal.connection;

import dev.antiphon.flow.RequestFailure;
import dev.antiphon.internal.flow.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The futures of pending joins and moves, and the futures for the end of the connection. Runs on
 * the event loop only, except where a method says otherwise.
 *
 * <p>Invariant: each future completes exactly once, at the latest when the connection ends.
 */
final class PendingRequests {
  private final List<Request> pending = new ArrayList<>();
  private final CompletableFuture<Snapshot> end = new CompletableFuture<>();
  private final CompletableFuture<Void> release = new CompletableFuture<>();

  /**
   * {@code channel} is empty for a join, because a join succeeds even if Discord redirects it to
   * another channel.
   */
  private record Request(OptionalLong channel, CompletableFuture<Snapshot> outcome) {
    boolean isFulfilledBy(long channelId) {
      return channel.isEmpty() || channel.getAsLong() == channelId;
    }
  }

  /** Adds a join. It succeeds in any channel. */
  void addJoin(CompletableFuture<Snapshot> outcome) {
    pending.add(new Request(OptionalLong.empty(), outcome));
  }

  /** Adds a move. It succeeds only in this channel. */
  void addMove(long channelId, CompletableFuture<Snapshot> outcome) {
    pending.add(new Request(OptionalLong.of(channelId), outcome));
  }

  /** Removes a request. */
  void remove(CompletableFuture<Snapshot> outcome) {
    pending.removeIf(request -> request.outcome() == outcome);
  }

  /**
   * Removes a request that the user has cancelled.
   *
   * @return the channel of the request, which is empty for a join. Returns an empty value if the
   *     request has completed or another request for the same channel is pending
   */
  Optional<OptionalLong> cancel(CompletableFuture<Snapshot> outcome) {
    Optional<Request> found =
        pending.stream().filter(request -> request.outcome() == outcome).findFirst();
    remove(outcome);
    return found
        .map(Request::channel)
        .filter(wanted -> pending.stream().noneMatch(other -> other.channel().equals(wanted)));
  }

  /**
   * Audio flows in the channel. Completes the matching requests. Moves that are not in progress any
   * more fail.
   */
  void joined(long channelId, Snapshot now) {
    OptionalLong pending = now.memory().intent().pendingMove();
    complete(request -> request.isFulfilledBy(channelId), outcome -> outcome.complete(now));
    complete(
        request -> !request.channel().equals(pending),
        outcome ->
            outcome.completeExceptionally(new RequestFailedException(RequestFailure.SUPERSEDED)));
  }

  /** The move to the channel failed. */
  void moveFailed(long channelId, RequestFailure why) {
    complete(
        request -> request.channel().equals(OptionalLong.of(channelId)),
        outcome -> outcome.completeExceptionally(new RequestFailedException(why)));
  }

  /** Every request failed, except those for the channel {@code kept}. */
  void failed(OptionalLong kept, RequestFailure why) {
    complete(
        request -> kept.isEmpty() || !request.channel().equals(kept),
        outcome -> outcome.completeExceptionally(new RequestFailedException(why)));
  }

  /** The connection ended. {@code closing} completes when its sockets are closed. */
  void ended(Snapshot now, CompletableFuture<Void> closing) {
    complete(request -> true, outcome -> outcome.complete(now));
    end.complete(now);
    closing.whenComplete((done, failure) -> release.complete(null));
  }

  /** Whether the connection has ended. Callable from any thread. */
  boolean hasEnded() {
    return end.isDone();
  }

  /** Completes with the last snapshot when the connection has ended. Callable from any thread. */
  CompletableFuture<Snapshot> end() {
    return end.copy();
  }

  /**
   * Completes when the connection has ended and its sockets are closed. Callable from any thread.
   */
  CompletableFuture<Void> release() {
    return release.copy();
  }

  /**
   * Completes the selected requests. A completed future may add a request, so the list is changed
   * first.
   */
  private void complete(Predicate<Request> which, Consumer<CompletableFuture<Snapshot>> outcome) {
    List<Request> selected = pending.stream().filter(which).toList();
    pending.removeAll(selected);
    selected.forEach(request -> outcome.accept(request.outcome()));
  }
}
