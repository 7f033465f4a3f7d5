package dev.antiphon;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.connection.ConnectionActor;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.PolicyAnswer;
import dev.antiphon.internal.flow.PolicyQuestion;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the connections' questions to the application's policy, on a thread of its own, and takes
 * its answers back. Beyond {@link #MOST_WAITING} questions a policy is not asked: what would happen
 * without it happens.
 */
final class PolicyDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);
  private static final int MOST_WAITING = 1024;
  private static final int CLOSED_4014 = 4014;
  private static final int CLOSED_4022 = 4022;

  private final ReconnectPolicy policy;
  private final VoiceOptions options;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          PolicyDesk::policyThread);

  PolicyDesk(ReconnectPolicy policy, VoiceOptions options) {
    this.policy = policy;
    this.options = options;
  }

  /** Asks, and returns at once. */
  void ask(ConnectionActor actor, PolicyQuestion question, int number, Snapshot asked) {
    try {
      thread.execute(() -> answer(actor, question, number, asked));
    } catch (RejectedExecutionException e) {
      LOG.debug("connection {}: the policy is not asked: {}", actor.id(), question);
    }
  }

  /** Asks nothing more; a policy that blocks is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void answer(ConnectionActor actor, PolicyQuestion question, int number, Snapshot asked) {
    try {
      consult(actor, question, number, asked);
    } catch (RuntimeException e) {
      LOG.warn("connection {}: the policy failed; it goes on without: {}", actor.id(), question, e);
    }
  }

  private void consult(ConnectionActor actor, PolicyQuestion question, int number, Snapshot asked) {
    Optional<PolicyAnswer> answer =
        switch (question) {
          case BUDGETS -> Optional.of(budgets(actor));
          case WINDOW -> Optional.of(window(actor, number, asked));
          case REJOIN -> rejoin(actor, number, asked);
        };
    answer.ifPresent(actor::policyAnswered);
  }

  private PolicyAnswer budgets(ConnectionActor actor) {
    Budgets configured = new Budgets(options.retries().resumes(), options.retries().rejoins());
    return new PolicyAnswer.GrantBudgets(policy.budgets(actor.guildId(), configured));
  }

  private PolicyAnswer window(ConnectionActor actor, int number, Snapshot asked) {
    boolean kicked = asked.at().substate() == WaitReason.SEVERED_4014;
    Duration window =
        policy.severedWindow(
            actor.guildId(), kicked ? CLOSED_4014 : CLOSED_4022, options.severed());
    if (!window.isZero()) {
      OptionNames.bounded("severedWindow", window);
    }
    return new PolicyAnswer.GrantWindow(number, window);
  }

  private Optional<PolicyAnswer> rejoin(ConnectionActor actor, int number, Snapshot asked) {
    String cause =
        asked.at() instanceof FlowState.Triggered triggered ? triggered.trigger().describe() : "";
    return policy.mayRejoin(actor.guildId(), ConnectionState.of(asked), cause)
        ? Optional.empty()
        : Optional.of(new PolicyAnswer.ForbidRejoin(number));
  }

  private static Thread policyThread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-policy");
    thread.setDaemon(true);
    return thread;
  }
}
