package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.spec.flow.Decisions;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When a connection ends, the bot sends one leave to Discord, unless Discord has already removed it
 * from the channel. Otherwise a ghost stays: a bot in the channel list without a connection. The
 * tests also check the end that the application receives.
 */
@Tag("P25")
class LeaveAtEndTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** The ways in which an established connection ends, and whether the bot must send a leave. */
  private enum End {
    REQUESTED(DisconnectReason.REQUESTED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.connection().disconnect();
      }
    },
    CLOSED(DisconnectReason.CLOSED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.voice().close();
      }
    },
    KICKED_WITHOUT_VOICE_STATE(DisconnectReason.KICKED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        env.server().disconnect(GUILD, BOT, 4014);
      }
    },
    CALL_TERMINATED(DisconnectReason.CALL_TERMINATED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.gateway().callEnded(GUILD).emitAll();
      }
    },
    REMOVED(DisconnectReason.REMOVED, false) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.gateway().kicked(GUILD).emitAll();
      }
    },
    GUILD_REMOVED(DisconnectReason.GUILD_REMOVED, false) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.gateway().guildRemoved(GUILD).emitAll();
      }
    },
    CHANNEL_DELETED(DisconnectReason.CHANNEL_DELETED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.gateway().channelDeleted(GUILD).emit(Step.NOTICE);
      }
    },
    PERMISSION_LOST(DisconnectReason.PERMISSION_LOST, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        bot.gateway().permissionLost(GUILD).emitAll();
      }
    },
    UNKNOWN_PROTOCOL(FailureCause.UNKNOWN_PROTOCOL, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeWithFinalCode(env, FailureCause.UNKNOWN_PROTOCOL);
      }
    },
    DAVE_REQUIRED(FailureCause.DAVE_REQUIRED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeWithFinalCode(env, FailureCause.DAVE_REQUIRED);
      }
    },
    RATE_LIMITED(FailureCause.RATE_LIMITED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeWithFinalCode(env, FailureCause.RATE_LIMITED);
      }
    },
    AUTHENTICATION_FAILED(FailureCause.AUTHENTICATION_FAILED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeAfterEachIdentify(env, 4004);
      }
    },
    SERVER_NOT_FOUND(FailureCause.SERVER_NOT_FOUND, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeAfterEachIdentify(env, 4011);
      }
    },
    PROTOCOL_ERROR(FailureCause.PROTOCOL_ERROR, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeAfterEachIdentify(env, 4002);
      }
    },
    NO_COMMON_MODE(FailureCause.NO_COMMON_MODE, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        env.server()
            .addFault(
                FaultRule.when(FaultTrigger.received(Opcode.SELECT_PROTOCOL))
                    .then(FaultAction.close(4016))
                    .always());
        env.server().disconnect(GUILD, BOT, 4016);
      }
    },
    RETRIES_EXHAUSTED(FailureCause.RETRIES_EXHAUSTED, true) {
      @Override
      void trigger(TestEnvironment env, Bot bot) {
        closeAfterEachIdentify(env, 4006);
      }
    };

    private final Reason reason;
    private final boolean leaveExpected;

    End(Reason reason, boolean leaveExpected) {
      this.reason = reason;
      this.leaveExpected = leaveExpected;
    }

    abstract void trigger(TestEnvironment env, Bot bot);

    private static void closeAfterEachIdentify(TestEnvironment env, int code) {
      env.server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.IDENTIFY))
                  .then(FaultAction.close(code))
                  .always());
      env.server().disconnect(GUILD, BOT, code);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("P14")
  void leaveIsSentOnceIfDiscordStillShowsTheBotInTheChannel(End end) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot =
          env.bot(options -> options.severed(SHORT).retries(TestEnvironment.shortDelays(1, 3)))
              .join();
      end.trigger(env, bot);
      assertThat(reasonOf(bot.end())).isEqualTo(end.reason);
      if (end.leaveExpected) {
        TestEnvironment.awaitThat(
            "Discord shows the bot in no channel", () -> isListedNowhere(bot));
      }
      bot.voice().close();
      assertThat(leaves(bot)).isEqualTo(end.leaveExpected ? 1 : 0);
    }
  }

  @Test
  void leaveIsSentOnceAfterAnUnansweredJoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(Answering.SILENTLY);
      assertThat(failureOf(bot).reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      bot.gateway().awaitSent(3, TestEnvironment.LIMIT);
      bot.voice().close();
      assertThat(leaves(bot)).isEqualTo(1);
    }
  }

  /** The main gateway is disconnected, so the leave is sent later. */
  @Test
  void leaveIsSentAfterTheMainSessionIsResumed() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.HOLD, SHORT)).join();
      bot.gateway().sessionLost();
      env.server().disconnect(GUILD, BOT, 4006);
      assertThat(reasonOf(bot.end())).isEqualTo(FailureCause.MAIN_GATEWAY_LOST);
      assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
      bot.gateway().sessionResumed();
      TestEnvironment.awaitThat("Discord shows the bot in no channel", () -> isListedNowhere(bot));
      bot.voice().close();
      assertThat(leaves(bot)).isEqualTo(1);
    }
  }

  @Test
  void closeReasonOfTheServerIsInTheFailureMessage() throws Exception {
    int code = Decisions.ending(VoiceState.IDENTIFYING).get(0);
    FailureCause cause = Decisions.cause(code, VoiceState.IDENTIFYING);
    try (TestEnvironment env = TestEnvironment.open()) {
      env.server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.IDENTIFY))
                  .then(FaultAction.close(code, "slow down, bot")));
      VoiceConnectException failure = failureOf(env.bot());
      assertThat(failure.reason()).isEqualTo(cause);
      assertThat(failure)
          .hasMessageContaining(cause.sentence())
          .hasMessageContaining(String.valueOf(code))
          .hasMessageContaining("slow down, bot");
    }
  }

  private static void closeWithFinalCode(TestEnvironment env, FailureCause cause) {
    Optional<Integer> code = Decisions.ending(VoiceState.ESTABLISHED, cause);
    assumeTrue(
        code.isPresent(), "no close code ends an established connection with " + cause.title());
    env.server().disconnect(GUILD, BOT, code.orElseThrow());
  }

  private static VoiceConnectException failureOf(Bot bot) throws Exception {
    return TestEnvironment.failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
  }

  private static Reason reasonOf(ConnectionState end) {
    return end instanceof ConnectionState.Failed failed
        ? failed.cause()
        : ((ConnectionState.Disconnected) end).reason();
  }

  private static boolean isListedNowhere(Bot bot) {
    return bot.gateway().channelIn(GUILD).isEmpty()
        && bot.requestedChannels().contains(OptionalLong.empty());
  }

  /** The number of leaves since the last request for a channel. */
  private static int leaves(Bot bot) {
    List<OptionalLong> channels = bot.requestedChannels();
    int last = channels.lastIndexOf(OptionalLong.of(CHANNEL));
    return channels.size() - 1 - last;
  }
}
