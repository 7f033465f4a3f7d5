package dev.antiphon;

import static dev.antiphon.protocol.CloseCode.CLOSE_4014;
import static dev.antiphon.protocol.CloseCode.CLOSE_4022;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.connection.PolicyPort;
import dev.antiphon.internal.connection.PolicyRequest;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.PolicyAnswer;
import dev.antiphon.protocol.CloseCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application's {@link ReconnectPolicy} on a dedicated thread. If more than {@link
 * #MOST_WAITING} requests wait, the policy is not called and its default applies.
 */
final class PolicyThread implements PolicyPort, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyThread.class);
  private static final int MOST_WAITING = 1024;

  private final ReconnectPolicy policy;
  private final VoiceOptions options;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          PolicyThread::policyThread);

  PolicyThread(ReconnectPolicy policy, VoiceOptions options) {
    this.policy = policy;
    this.options = options;
  }

  @Override
  public CompletionStage<Optional<PolicyAnswer>> ask(PolicyRequest request) {
    try {
      return CompletableFuture.supplyAsync(() -> answer(request), thread);
    } catch (RejectedExecutionException e) {
      LOG.debug(
          "connection {}: too many requests wait, the policy is not called: {}",
          request.connectionId(),
          request.question());
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  /** Stops all calls. A policy that blocks is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Optional<PolicyAnswer> answer(PolicyRequest request) {
    try {
      return switch (request.question()) {
        case BUDGETS -> Optional.of(budgets(request));
        case WINDOW -> Optional.of(window(request));
        case REJOIN -> rejoin(request);
      };
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "connection {}: the policy threw an exception, its default applies: {}",
          request.connectionId(),
          request.question(),
          e);
      return Optional.empty();
    }
  }

  private PolicyAnswer budgets(PolicyRequest request) {
    Budgets configured = new Budgets(options.retries().resumes(), options.retries().rejoins());
    return new PolicyAnswer.GrantBudgets(policy.budgets(request.guildId(), configured));
  }

  private PolicyAnswer window(PolicyRequest request) {
    boolean kicked = request.at().at().substate() == WaitReason.SEVERED_4014;
    CloseCode code = kicked ? CLOSE_4014 : CLOSE_4022;
    Duration window = policy.severedWindow(request.guildId(), code.number(), options.severed());
    if (!window.isZero()) {
      OptionNames.bounded("severedWindow", window);
    }
    return new PolicyAnswer.GrantWindow(request.number(), window);
  }

  private Optional<PolicyAnswer> rejoin(PolicyRequest request) {
    String cause =
        request.at().at() instanceof FlowState.Triggered here ? here.trigger().describe() : "";
    return policy.mayRejoin(request.guildId(), ConnectionStates.of(request.at()), cause)
        ? Optional.empty()
        : Optional.of(new PolicyAnswer.ForbidRejoin(request.number()));
  }

  private static Thread policyThread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-policy");
    thread.setDaemon(true);
    return thread;
  }
}
