package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
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
 * What Discord is told when a connection ends, so that no ghost stays in the channel: that the bot
 * leaves, once, wherever Discord may still list it. And what the user is told.
 */
@Tag("P25")
class GoodbyeTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** How a connection that stands can end, and whether Discord has to be told. */
  private enum End {
    REQUESTED(DisconnectReason.REQUESTED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.connection().disconnect();
      }
    },
    CLOSED(DisconnectReason.CLOSED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.voice().close();
      }
    },
    CLOSED_WITHOUT_MAIN_SESSION(DisconnectReason.CLOSED, false) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().sessionLost();
        bot.voice().close();
      }
    },
    KICKED_WITHOUT_A_WORD(DisconnectReason.KICKED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        stage.server().disconnect(GUILD, BOT, 4014);
      }
    },
    CALL_TERMINATED(DisconnectReason.CALL_TERMINATED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().callEnded(GUILD).emitAll();
      }
    },
    REMOVED(DisconnectReason.REMOVED, false) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().kicked(GUILD).emitAll();
      }
    },
    GUILD_REMOVED(DisconnectReason.GUILD_REMOVED, false) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().guildRemoved(GUILD).emitAll();
      }
    },
    CHANNEL_DELETED(DisconnectReason.CHANNEL_DELETED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().channelDeleted(GUILD).emit(Step.NOTICE);
      }
    },
    PERMISSION_LOST(DisconnectReason.PERMISSION_LOST, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        bot.gateway().permissionLost(GUILD).emitAll();
      }
    },
    UNKNOWN_PROTOCOL(FailureCause.UNKNOWN_PROTOCOL, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeSoThatItEnds(stage, FailureCause.UNKNOWN_PROTOCOL);
      }
    },
    DAVE_REQUIRED(FailureCause.DAVE_REQUIRED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeSoThatItEnds(stage, FailureCause.DAVE_REQUIRED);
      }
    },
    RATE_LIMITED(FailureCause.RATE_LIMITED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeSoThatItEnds(stage, FailureCause.RATE_LIMITED);
      }
    },
    AUTHENTICATION_FAILED(FailureCause.AUTHENTICATION_FAILED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeWheneverIdentified(stage, 4004);
      }
    },
    SERVER_NOT_FOUND(FailureCause.SERVER_NOT_FOUND, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeWheneverIdentified(stage, 4011);
      }
    },
    PROTOCOL_ERROR(FailureCause.PROTOCOL_ERROR, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeWheneverIdentified(stage, 4002);
      }
    },
    NO_COMMON_MODE(FailureCause.NO_COMMON_MODE, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        stage
            .server()
            .addFault(
                FaultRule.when(FaultTrigger.received(Opcode.SELECT_PROTOCOL))
                    .then(FaultAction.close(4016))
                    .always());
        stage.server().disconnect(GUILD, BOT, 4016);
      }
    },
    RETRIES_EXHAUSTED(FailureCause.RETRIES_EXHAUSTED, true) {
      @Override
      void bring(Stage stage, Bot bot) {
        closeWheneverIdentified(stage, 4006);
      }
    };

    private final Reason reason;
    private final boolean told;

    End(Reason reason, boolean told) {
      this.reason = reason;
      this.told = told;
    }

    abstract void bring(Stage stage, Bot bot);

    private static void closeWheneverIdentified(Stage stage, int code) {
      stage
          .server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.IDENTIFY))
                  .then(FaultAction.close(code))
                  .always());
      stage.server().disconnect(GUILD, BOT, code);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("P14")
  void anEndIsToldOnceToADiscordThatMayListTheBot(End end) throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.severed(SHORT).retries(Stage.haste(1, 3))).join();
      end.bring(stage, bot);
      assertThat(reasonOf(bot.end())).isEqualTo(end.reason);
      if (end.told) {
        Stage.awaitThat("Discord lists it nowhere", () -> isListedNowhere(bot));
      }
      bot.voice().close();
      assertThat(goodbyes(bot)).isEqualTo(end.told ? 1 : 0);
    }
  }

  @Test
  void aJoinThatWasNeverAnsweredIsTakenBackOnce() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(Answering.SILENTLY);
      assertThat(failureOf(bot).reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      bot.gateway().awaitSent(3, Stage.LIMIT);
      bot.voice().close();
      assertThat(goodbyes(bot)).isEqualTo(1);
    }
  }

  /** There was nobody to be told, so it is told later. */
  @Test
  void aGoodbyeWaitsForTheMainSession() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.delay(FlowTimer.HOLD, SHORT)).join();
      bot.gateway().sessionLost();
      stage.server().disconnect(GUILD, BOT, 4006);
      assertThat(reasonOf(bot.end())).isEqualTo(FailureCause.MAIN_GATEWAY_LOST);
      assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
      bot.gateway().sessionResumed();
      Stage.awaitThat("Discord lists it nowhere", () -> isListedNowhere(bot));
      bot.voice().close();
      assertThat(goodbyes(bot)).isEqualTo(1);
    }
  }

  @Test
  void whatTheServerSaysBesideACloseCodeIsInTheSentenceOfTheFailure() throws Exception {
    int code = Decisions.ending(VoiceState.IDENTIFYING).get(0);
    FailureCause cause = Decisions.cause(code, VoiceState.IDENTIFYING);
    try (Stage stage = Stage.open()) {
      stage
          .server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.IDENTIFY))
                  .then(FaultAction.close(code, "slow down, bot")));
      VoiceConnectException failure = failureOf(stage.bot());
      assertThat(failure.reason()).isEqualTo(cause);
      assertThat(failure)
          .hasMessageContaining(cause.sentence())
          .hasMessageContaining(String.valueOf(code))
          .hasMessageContaining("slow down, bot");
    }
  }

  private static void closeSoThatItEnds(Stage stage, FailureCause cause) {
    Optional<Integer> code = Decisions.ending(VoiceState.ESTABLISHED, cause);
    assumeTrue(code.isPresent(), "no close of an established connection ends as " + cause.title());
    stage.server().disconnect(GUILD, BOT, code.orElseThrow());
  }

  private static VoiceConnectException failureOf(Bot bot) throws Exception {
    return Stage.failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
  }

  private static Reason reasonOf(ConnectionState end) {
    return end instanceof ConnectionState.Failed failed
        ? failed.cause()
        : ((ConnectionState.Disconnected) end).reason();
  }

  private static boolean isListedNowhere(Bot bot) {
    return bot.gateway().channelIn(GUILD).isEmpty() && bot.asked().contains(OptionalLong.empty());
  }

  /** How often it left since it last asked for a channel. */
  private static int goodbyes(Bot bot) {
    List<OptionalLong> asked = bot.asked();
    int last = asked.lastIndexOf(OptionalLong.of(CHANNEL));
    return asked.size() - 1 - last;
  }
}
