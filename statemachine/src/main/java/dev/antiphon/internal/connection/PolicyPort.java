package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.PolicyAnswer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls the application's policy. */
@FunctionalInterface
public interface PolicyPort {

  /** No policy. */
  PolicyPort NONE = request -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * Calls the policy. It runs on the event loop, so it must return quickly.
   *
   * @return completes with the answer, on any thread. An empty answer or a failure has no effect:
   *     the default of the policy applies
   */
  CompletionStage<Optional<PolicyAnswer>> ask(PolicyRequest request);
}
