package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who waits for what, and who may give it up without harm to others. */
@Tag("P18")
class PendingRequestsTest {
  private final PendingRequests waiters = new PendingRequests();
  private final CompletableFuture<Snapshot> first = new CompletableFuture<>();
  private final CompletableFuture<Snapshot> second = new CompletableFuture<>();

  @Test
  void whoWaitsAloneForAJoinCallsItOff() {
    waiters.join(first);
    assertThat(waiters.giveUp(first)).contains(OptionalLong.empty());
    assertThat(waiters.giveUp(first)).as("once").isEmpty();
  }

  @Test
  void whoWaitsAloneForAMoveTakesItBack() {
    waiters.join(first);
    waiters.move(8, second);
    assertThat(waiters.giveUp(second)).contains(OptionalLong.of(8));
  }

  @Test
  void whoDoesNotWaitAloneHarmsNobody() {
    waiters.move(8, first);
    waiters.move(8, second);
    assertThat(waiters.giveUp(first)).isEmpty();
    assertThat(waiters.giveUp(second)).contains(OptionalLong.of(8));
  }

  @Test
  void whatNobodyWaitsForCannotBeGivenUp() {
    assertThat(waiters.giveUp(first)).isEqualTo(Optional.empty());
    assertThat(first).isNotDone();
  }

  @Test
  void theEndIsToldToEverybodyAndTheReleaseWhenTheSocketsAreClosed() {
    Snapshot end = Stage.ESTABLISHED.reach().disconnect().now();
    CompletableFuture<Void> closing = new CompletableFuture<>();
    waiters.join(first);
    waiters.move(8, second);
    assertThat(waiters.isOver()).isFalse();
    waiters.ended(end, closing);
    assertThat(first).isCompletedWithValue(end);
    assertThat(second).isCompletedWithValue(end);
    assertThat(waiters.end()).isCompletedWithValue(end);
    assertThat(waiters.isOver()).isTrue();
    assertThat(waiters.release()).isNotDone();
    closing.completeExceptionally(new IllegalStateException("a socket that failed to close"));
    assertThat(waiters.release()).isCompletedWithValue(null);
  }

  @Test
  void whatIsHandedOutCannotEndTheConnection() {
    waiters.end().cancel(false);
    waiters.release().cancel(false);
    assertThat(waiters.isOver()).isFalse();
    assertThat(waiters.end()).isNotDone();
    assertThat(waiters.release()).isNotDone();
  }
}
