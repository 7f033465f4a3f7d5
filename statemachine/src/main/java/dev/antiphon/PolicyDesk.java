package dev.antiphon;

import dev.antiphon.statemachine.connection.ConnectionActor;
import dev.antiphon.statemachine.connection.Snapshot;
import dev.antiphon.statemachine.flow.Budgets;
import dev.antiphon.statemachine.flow.Origin;
import dev.antiphon.statemachine.flow.PolicyAnswer;
import dev.antiphon.statemachine.flow.PolicyQuestion;
import dev.antiphon.statemachine.flow.WaitReason;
import java.time.Duration;
import java.util.Optional;

/** Puts a connection's questions to the application's policy and takes its answers back. */
final class PolicyDesk {
  private static final int CLOSED_4014 = 4014;
  private static final int CLOSED_4022 = 4022;

  private final ReconnectPolicy policy;
  private final VoiceOptions options;

  PolicyDesk(ReconnectPolicy policy, VoiceOptions options) {
    this.policy = policy;
    this.options = options;
  }

  /** Asks; on the executor of the {@code Voice}. What the policy throws is the caller's to log. */
  void ask(ConnectionActor actor, PolicyQuestion question, int number, Snapshot asked) {
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
    boolean kicked = asked.memory().reason().equals(Optional.of(WaitReason.SEVERED_4014));
    Duration window =
        policy.severedWindow(
            actor.guildId(), kicked ? CLOSED_4014 : CLOSED_4022, options.severed());
    if (!window.isZero()) {
      OptionNames.bounded("severedWindow", window);
    }
    return new PolicyAnswer.GrantWindow(number, window);
  }

  private Optional<PolicyAnswer> rejoin(ConnectionActor actor, int number, Snapshot asked) {
    String cause = asked.memory().origin().map(Origin::describe).orElse("");
    return policy.mayRejoin(actor.guildId(), ConnectionState.of(asked), cause)
        ? Optional.empty()
        : Optional.of(new PolicyAnswer.ForbidRejoin(number));
  }
}
