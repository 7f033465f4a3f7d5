package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.OTHER_CHANNEL;
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

/** The application's policy: what it is asked, what its answers do, and that it can hurt nobody. */
class PolicyTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void aPolicyIsAskedAtItsThreePointsAndToldWhatIsConfigured() throws Exception {
    Queue<Object> asked = new ConcurrentLinkedQueue<>();
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            asked.add(configured);
            return configured;
          }

          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            asked.add(closeCode + " " + configured);
            return configured;
          }

          @Override
          public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
            ConnectionState.Backoff backoff = (ConnectionState.Backoff) waiting;
            asked.add(backoff.channelId() + " " + backoff.plan() + " " + backoff.attempt());
            asked.add(cause.contains("4006"));
            return true;
          }
        };
    try (Stage stage = Stage.open()) {
      Bot bot =
          stage
              .bot(options -> options.policy(policy).severed(LONG).retries(Stage.haste(2, 3)))
              .join();
      dragAndRejoin(stage, bot);
      assertThat(asked)
          .containsExactly(
              new Budgets(2, 3),
              "4014 " + LONG,
              OTHER_CHANNEL + " " + BackoffPlan.REJOIN + " 1",
              true);
    }
  }

  @Test
  void theBudgetsThatAPolicyGrantsAreKept() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            return new Budgets(0, 1);
          }
        };
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy)).join();
      stage
          .server()
          .addFault(
              FaultRule.when(FaultTrigger.sent(Opcode.SESSION_DESCRIPTION))
                  .then(FaultAction.close(4015))
                  .always());
      stage.server().disconnect(GUILD, BOT, 4015);
      assertThat(bot.end()).satisfies(PolicyTest::isExhausted);
      assertThat(stage.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.entered(VoiceState.RESUMING)).isZero();
    }
  }

  @Test
  void aPolicyThatWaitsForNoSignEndsASeveredConnectionAtOnce() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            return Duration.ZERO;
          }
        };
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy).severed(LONG)).join();
      stage.server().disconnect(GUILD, BOT, 4014);
      assertThat(bot.end()).isEqualTo(new ConnectionState.Disconnected(DisconnectReason.KICKED));
    }
  }

  @Test
  void aPolicyThatForbidsARejoinEndsTheConnection() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
            return false;
          }
        };
    RetryLimits slow = RetryLimits.builder().soonDelay(LONG).build();
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy).retries(slow)).join();
      stage.server().disconnect(GUILD, BOT, 4006);
      assertThat(bot.end()).satisfies(PolicyTest::isExhausted);
      assertThat(bot.asked()).filteredOn(channel -> channel.isPresent()).hasSize(1);
    }
  }

  @Test
  void aPolicyThatThrowsChangesNothing() throws Exception {
    ReconnectPolicy policy =
        policyOf(
            () -> {
              throw new OwnTrouble();
            });
    try (LogCapture log = LogCapture.of("dev.antiphon.PolicyThread");
        Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy)).join();
      bot.sayAndBeHeard(3);
      dragAndRejoin(stage, bot);
      bot.sayAndBeHeard(3);
      assertThat(log.await(3)).allSatisfy(line -> assertThat(line).contains("the policy failed"));
      assertThat(log.text()).contains("a policy's own trouble, as this test wants it");
    }
  }

  @Test
  void anAnswerThatCannotBeMeantChangesNothing() throws Exception {
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
        Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy)).join();
      dragAndRejoin(stage, bot);
      bot.sayAndBeHeard(3);
      assertThat(log.await(2)).allSatisfy(line -> assertThat(line).contains("the policy failed"));
    }
  }

  /** It holds the thread of the callbacks, so nothing here may wait for one. */
  @Test
  void aPolicyThatNeverAnswersDelaysNothing() throws Exception {
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
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.policy(policy));
      try {
        bot.take(bot.voice().joinChannel(GUILD, CHANNEL));
        bot.sayAndBeHeard(3);
        bot.gateway().moved(GUILD, OTHER_CHANNEL).emitAll(Step.CLOSE, Step.STATE, Step.SERVER);
        Stage.awaitThat("it has moved", () -> isEstablishedAfter(bot, 2));
        stage.server().disconnect(GUILD, BOT, 4006);
        Stage.awaitThat("it has rejoined", () -> isEstablishedAfter(bot, 3));
        bot.sayAndBeHeard(3);
      } finally {
        release.countDown();
      }
    }
  }

  /** Everything that a policy is asked for happens once, and is survived. */
  private static void dragAndRejoin(Stage stage, Bot bot) throws Exception {
    DiscordEvent dragged = bot.gateway().moved(GUILD, OTHER_CHANNEL).emit(Step.CLOSE);
    bot.until(VoiceState.AWAITING_SERVER_UPDATE);
    dragged.emitAll(Step.STATE, Step.SERVER);
    bot.until(VoiceState.ESTABLISHED);
    stage.server().disconnect(GUILD, BOT, 4006);
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

  /** Does the same at each of the three points. */
  private static ReconnectPolicy policyOf(Supplier<Void> deed) {
    return new ReconnectPolicy() {
      @Override
      public Budgets budgets(long guildId, Budgets configured) {
        deed.get();
        return configured;
      }

      @Override
      public Duration severedWindow(long guildId, int closeCode, Duration configured) {
        deed.get();
        return configured;
      }

      @Override
      public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
        deed.get();
        return true;
      }
    };
  }

  /** Without a stack trace, for it is meant and is logged. */
  private static final class OwnTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OwnTrouble() {
      super("a policy's own trouble, as this test wants it", null, false, false);
    }
  }
}
