package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.RequestFailure;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests adding, cancelling and completing requests. */
@Tag("P18")
class PendingRequestsTest {
  private final PendingRequests requests = new PendingRequests();
  private final CompletableFuture<Snapshot> first = new CompletableFuture<>();
  private final CompletableFuture<Snapshot> second = new CompletableFuture<>();

  @Test
  void cancellingTheOnlyJoinReturnsAnEmptyChannel() {
    requests.addJoin(first);
    assertThat(requests.cancel(first)).contains(OptionalLong.empty());
    assertThat(requests.cancel(first)).as("a second cancellation").isEmpty();
  }

  @Test
  void cancellingTheOnlyMoveReturnsItsChannel() {
    requests.addJoin(first);
    requests.addMove(8, second);
    assertThat(requests.cancel(second)).contains(OptionalLong.of(8));
  }

  @Test
  void cancellingOneOfTwoMovesToTheSameChannelReturnsNothing() {
    requests.addMove(8, first);
    requests.addMove(8, second);
    assertThat(requests.cancel(first)).isEmpty();
    assertThat(requests.cancel(second)).contains(OptionalLong.of(8));
  }

  @Test
  void cancellingAnUnknownRequestReturnsNothing() {
    assertThat(requests.cancel(first)).isEqualTo(Optional.empty());
    assertThat(first).isNotDone();
  }

  @Test
  void failureCompletesEveryRequestExceptThoseForTheKeptChannel() {
    CompletableFuture<Snapshot> kept = new CompletableFuture<>();
    requests.addJoin(first);
    requests.addMove(8, second);
    requests.addMove(9, kept);
    requests.failed(OptionalLong.of(9), RequestFailure.SUPERSEDED);
    assertFailed(first, RequestFailure.SUPERSEDED);
    assertFailed(second, RequestFailure.SUPERSEDED);
    assertThat(kept).isNotDone();
    assertThat(requests.cancel(first)).as("a request that has failed").isEmpty();
    assertThat(requests.cancel(kept)).contains(OptionalLong.of(9));
  }

  @Test
  void failureWithoutAKeptChannelCompletesEveryRequest() {
    requests.addJoin(first);
    requests.addMove(8, second);
    requests.failed(OptionalLong.empty(), RequestFailure.UNDECIDED);
    assertFailed(first, RequestFailure.UNDECIDED);
    assertFailed(second, RequestFailure.UNDECIDED);
    assertThat(requests.hasEnded()).isFalse();
    assertThat(requests.end()).isNotDone();
  }

  private static void assertFailed(CompletableFuture<Snapshot> outcome, RequestFailure why) {
    assertThat(outcome)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(RequestFailedException.class)
        .satisfies(
            failure ->
                assertThat(((RequestFailedException) failure.getCause()).failure()).isEqualTo(why));
  }

  @Test
  void endCompletesAllRequestsButReleaseWaitsForTheSockets() {
    Snapshot end = Stage.ESTABLISHED.reach().disconnect().now();
    CompletableFuture<Void> closing = new CompletableFuture<>();
    requests.addJoin(first);
    requests.addMove(8, second);
    assertThat(requests.hasEnded()).isFalse();
    requests.ended(end, closing);
    assertThat(first).isCompletedWithValue(end);
    assertThat(second).isCompletedWithValue(end);
    assertThat(requests.end()).isCompletedWithValue(end);
    assertThat(requests.hasEnded()).isTrue();
    assertThat(requests.release()).isNotDone();
    closing.completeExceptionally(new IllegalStateException("a socket that failed to close"));
    assertThat(requests.release()).isCompletedWithValue(null);
  }

  @Test
  void connectionDoesNotEndWhenTheEndFutureAndTheReleaseFutureAreCancelled() {
    requests.end().cancel(false);
    requests.release().cancel(false);
    assertThat(requests.hasEnded()).isFalse();
    assertThat(requests.end()).isNotDone();
    assertThat(requests.release()).isNotDone();
  }
}
