package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.OpusSource;
import dev.antiphon.ReconnectPolicy;
import dev.antiphon.SourceFailedException;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.audit.Transition;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the application's gateway, policy and sources: each ends one request only. */
class ThrownErrorsTest {
  private static final long OTHER_GUILD = GUILD + 1;

  /** The ways in which the application's gateway fails to send. */
  private enum Sending {
    THROWS(
        () -> {
          throw new TestError();
        }),
    FAILS(() -> CompletableFuture.failedFuture(new TestError())),
    RETURNS_NULL(() -> null),
    OVERFLOWS(
        () -> {
          throw new StackOverflowError("on purpose");
        });

    private final Supplier<CompletionStage<Void>> send;

    Sending(Supplier<CompletionStage<Void>> send) {
      this.send = send;
    }
  }

  /** The method of a source that throws an error. */
  private enum Broken {
    NEXT_FRAME,
    FINISHED,
    CLOSE
  }

  @ParameterizedTest
  @EnumSource
  void errorOfTheGatewayFailsOnlyTheJoinOfItsGuild(Sending how) throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (LogCapture log = LogCapture.of("dev.antiphon.internal.connection.MainGatewayPort");
        TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice =
            voice(
                env,
                new Port(
                    gateway,
                    update ->
                        update.guildId() == OTHER_GUILD && broken.get()
                            ? how.send.get()
                            : gateway.send(update)))) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      VoiceConnectException failure =
          catchThrowableOfType(
              VoiceConnectException.class, () -> voice.joinChannel(OTHER_GUILD, CHANNEL));
      broken.set(false);
      assertThat(failure.reason()).isInstanceOf(FailureCause.class);
      assertThat(log.await(1).get(0)).startsWith("WARN guild " + OTHER_GUILD);
      assertStillPlays(env, connection);
    }
  }

  @Test
  void errorOfSubscribeFailsTheBuild() {
    try (TestEnvironment env = TestEnvironment.open()) {
      DiscordGateway port =
          new DiscordGateway() {
            @Override
            public CompletionStage<Void> send(UpdateVoiceState update) {
              throw new AssertionError("not called");
            }

            @Override
            public Subscription subscribe(Listener listener) {
              throw new TestError();
            }
          };
      long threads = loopThreads();
      assertThatThrownBy(() -> voice(env, port))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("subscribe")
          .hasCauseInstanceOf(TestError.class);
      assertThat(loopThreads()).isEqualTo(threads);
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorOfASourceFailsItsPlaybackAndTheClockContinues(Broken broken) throws Exception {
    try (LogCapture log = LogCapture.of("dev.antiphon.SourceFrames");
        TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      CompletableFuture<Void> played = connection.play(new BrokenSource(broken));
      assertThatThrownBy(() -> played.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SourceFailedException.class)
          .hasCauseInstanceOf(TestError.class);
      assertThat(log.await(1).get(0)).startsWith("WARN ");
      assertStillPlays(env, connection);
    }
  }

  @Test
  void errorsOfThePolicyAreLoggedAndItsDefaultsApply() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy() {
          @Override
          public Budgets budgets(long guildId, Budgets configured) {
            throw new TestError();
          }

          @Override
          public Duration severedWindow(long guildId, int closeCode, Duration configured) {
            throw new TestError();
          }

          @Override
          public boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
            throw new TestError();
          }
        };
    try (LogCapture log = LogCapture.of("dev.antiphon.PolicyThread");
        TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot(options -> options.policy(policy));
      Connection connection = bot.join();
      CompletableFuture<Transition> severed =
          Transitions.until(connection, VoiceState.ESTABLISHED, VoiceState.AWAITING_SERVER_UPDATE);
      DiscordEvent move = bot.gateway().moved(GUILD, CHANNEL + 1).emit(Step.CLOSE);
      severed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture<Transition> moved =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      move.emitAll(Step.STATE, Step.SERVER);
      moved.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture<Transition> rejoined =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      env.server().disconnect(GUILD, BOT, 4006);
      rejoined.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(log.await(3))
          .allSatisfy(line -> assertThat(line).contains("the policy threw an exception"));
      assertThat(log.text()).contains("BUDGETS", "WINDOW", "REJOIN", "TestError");
    }
  }

  private static void assertStillPlays(TestEnvironment env, Connection connection)
      throws Exception {
    int before = env.server().frames(GUILD, BOT).size();
    connection
        .play(new ListSource(TestEnvironment.frames(3)))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    env.server().awaitFrames(GUILD, BOT, before + 3, LIMIT);
  }

  private static Voice voice(TestEnvironment env, DiscordGateway port) {
    return Voice.builder(port).userId(BOT).options(env.options(options -> {})).build();
  }

  private static long loopThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("antiphon-loop"))
        .count();
  }

  /** An application's gateway with another way to send. */
  private record Port(
      FakeDiscordGateway discord, Function<UpdateVoiceState, CompletionStage<Void>> sending)
      implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return sending.apply(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return discord.subscribe(listener);
    }
  }

  private record BrokenSource(Broken broken) implements OpusSource {
    @Override
    public byte[] nextFrame() {
      if (broken == Broken.NEXT_FRAME) {
        throw new TestError();
      }
      return TestEnvironment.frame(1);
    }

    @Override
    public boolean finished() {
      if (broken == Broken.FINISHED) {
        throw new TestError();
      }
      return broken == Broken.CLOSE;
    }

    @Override
    public void close() {
      if (broken == Broken.CLOSE) {
        throw new TestError();
      }
    }
  }

  /** An error without a stack trace, because it is logged. */
  private static final class TestError extends Error {
    private static final long serialVersionUID = 1L;

    TestError() {
      super("on purpose", null, false, false);
    }
  }
}
