package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.ReconnectPolicy;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The reconnect policy of the application: its calls, the effect of its answers, and its errors.
 */
class PolicyTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void policyIsCalledWithTheConfiguredValues() throws Exception {
    Queue<Object> policyCalls = new ConcurrentLinkedQueue<>();
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            policyCalls.add(configured);
            return configured;
          }

          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            policyCalls.add(closeCode + " " + configured);
            return configured;
          }

          @Override
          public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
            ConnectionState.Backoff backoff = (ConnectionState.Backoff) waiting;
            policyCalls.add(backoff.channelId() + " " + backoff.plan() + " " + backoff.attempt());
            policyCalls.add(cause.contains("4006"));
            return true;
          }
        };
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot =
          env.bot(
                  options ->
                      options
                          .policy(policy)
                          .severed(LONG)
                          .retries(TestEnvironment.shortDelays(2, 3)))
              .join();
      moveAndRejoin(env, bot);
      assertThat(policyCalls)
          .containsExactly(
              new Budgets(2, 3),
              "4014 " + LONG,
              OTHER_CHANNEL + " " + BackoffPlan.REJOIN + " 1",
              true);
    }
  }

  @Test
  void budgetsFromThePolicyLimitResumesAndRejoins() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            return new Budgets(0, 1);
          }
        };
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy)).join();
      env.server()
          .addFault(
              FaultRule.when(FaultTrigger.sent(Opcode.SESSION_DESCRIPTION))
                  .then(FaultAction.close(4015))
                  .always());
      env.server().disconnect(GUILD, BOT, 4015);
      assertThat(bot.end()).satisfies(PolicyTest::isExhausted);
      assertThat(env.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.entered(VoiceState.RESUMING)).isZero();
    }
  }

  @Test
  void connectionEndsImmediatelyAfter4014WhenThePolicySetsAWaitOfZero() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            return Duration.ZERO;
          }
        };
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy).severed(LONG)).join();
      env.server().disconnect(GUILD, BOT, 4014);
      assertThat(bot.end()).isEqualTo(new ConnectionState.Disconnected(DisconnectReason.KICKED));
    }
  }

  @Test
  void connectionEndsWhenThePolicyForbidsARejoin() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
            return false;
          }
        };
    RetryLimits slow = RetryLimits.builder().soonDelay(LONG).build();
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy).retries(slow)).join();
      env.server().disconnect(GUILD, BOT, 4006);
      assertThat(bot.end()).satisfies(PolicyTest::isExhausted);
      assertThat(bot.requestedChannels()).filteredOn(channel -> channel.isPresent()).hasSize(1);
    }
  }

  @Test
  void exceptionThrownByThePolicyIsLoggedAndIgnored() throws Exception {
    ReconnectPolicy policy =
        policyOf(
            () -> {
              throw new PolicyException();
            });
    try (LogCapture log = LogCapture.of("dev.antiphon.PolicyThread");
        TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy)).join();
      bot.sendAndAwait(3);
      moveAndRejoin(env, bot);
      bot.sendAndAwait(3);
      assertThat(log.await(3))
          .allSatisfy(line -> assertThat(line).contains("the policy threw an exception"));
      assertThat(log.text()).contains("PolicyException");
    }
  }

  @Test
  void invalidAnswerOfThePolicyIsLoggedAndIgnored() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            return null;
          }

          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            return Duration.ofSeconds(-1);
          }
        };
    try (LogCapture log = LogCapture.of("dev.antiphon.PolicyThread");
        TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy)).join();
      moveAndRejoin(env, bot);
      bot.sendAndAwait(3);
      assertThat(log.await(2))
          .allSatisfy(line -> assertThat(line).contains("the policy threw an exception"));
    }
  }

  /** The policy blocks the callback thread, so this test must not wait for a callback. */
  @Test
  void blockedPolicyDoesNotDelayTheConnection() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ReconnectPolicy policy =
        policyOf(
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return null;
            });
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.policy(policy));
      try {
        bot.useConnection(bot.voice().joinChannel(GUILD, CHANNEL));
        bot.sendAndAwait(3);
        bot.gateway().moved(GUILD, OTHER_CHANNEL).emitAll(Step.CLOSE, Step.STATE, Step.SERVER);
        TestEnvironment.awaitThat("the bot has moved", () -> isEstablishedAfter(bot, 2));
        env.server().disconnect(GUILD, BOT, 4006);
        TestEnvironment.awaitThat("the bot has rejoined", () -> isEstablishedAfter(bot, 3));
        bot.sendAndAwait(3);
      } finally {
        release.countDown();
      }
    }
  }

  /** Causes each of the three policy calls once. The connection is established afterwards. */
  private static void moveAndRejoin(TestEnvironment env, Bot bot) throws Exception {
    DiscordEvent moved = bot.gateway().moved(GUILD, OTHER_CHANNEL).emit(Step.CLOSE);
    bot.until(VoiceState.AWAITING_SERVER_UPDATE);
    moved.emitAll(Step.STATE, Step.SERVER);
    bot.until(VoiceState.ESTABLISHED);
    env.server().disconnect(GUILD, BOT, 4006);
    bot.until(VoiceState.ESTABLISHED);
  }

  private static boolean isEstablishedAfter(Bot bot, int times) {
    return bot.entered(VoiceState.ESTABLISHED) == times
        && bot.connection().state() instanceof ConnectionState.Established;
  }

  private static void isExhausted(ConnectionState end) {
    assertThat(end)
        .isInstanceOfSatisfying(
            ConnectionState.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED));
  }

  /** A policy that runs the same action in each of its three methods. */
  private static ReconnectPolicy policyOf(Supplier<Void> action) {
    return new ReconnectPolicy() {
      @Override
      public Budgets budgets(long guildId, Budgets configured) {
        action.get();
        return configured;
      }

      @Override
      public Duration severedWindow(long guildId, int closeCode, Duration configured) {
        action.get();
        return configured;
      }

      @Override
      public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
        action.get();
        return true;
      }
    };
  }

  /** The exception that the policy throws. It has no stack trace, because it is logged. */
  private static final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyException() {
      super("thrown by the policy of this test", null, false, false);
    }
  }
}
