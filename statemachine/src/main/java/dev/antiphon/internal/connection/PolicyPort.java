package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.PolicyAnswer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way to the application's policy. */
@FunctionalInterface
public interface PolicyPort {

  /** No policy: nothing is answered. */
  PolicyPort NONE = request -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * Asks. Called on the event loop, so it must return at once.
   *
   * @return completes with the answer, on any thread; empty, or a failure, leaves it at what
   *     happens without a policy
   */
  CompletionStage<Optional<PolicyAnswer>> ask(PolicyRequest request);
}
