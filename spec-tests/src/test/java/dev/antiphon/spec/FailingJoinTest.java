package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.fixtures.RefusingPort;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every failed join reports a typed cause and a message. Timeouts are short. There are no retries,
 * unless a test sets them.
 */
class FailingJoinTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final RetryLimits NO_RETRIES = TestEnvironment.retries(0, 0);

  @Test
  void joinFailsAfterTwoUnansweredRequests() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = bot(env, options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      assertThat(failureOf(bot).reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(bot.gateway().awaitSent(4, TestEnvironment.LIMIT))
          .containsExactly(
              op4(OptionalLong.of(CHANNEL)),
              op4(OptionalLong.empty()),
              op4(OptionalLong.of(CHANNEL)),
              op4(OptionalLong.empty()));
    }
  }

  @Test
  void joinFailsWhenTheVoiceStateUpdateCannotBeSent() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = bot(env, options -> {});
      bot.gateway().answering(FakeDiscordGateway.Answering.FAILING);
      assertThat(failureOf(bot)).hasMessageContaining("op 4 could not be sent");
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
    }
  }

  @Test
  void connectionFailsWhenOnlyHelloIsMissing() throws Exception {
    try (TestEnvironment env =
        TestEnvironment.open(server -> server.behaviour(without(Hello.class)))) {
      Connection connection =
          bot(env, options -> options.delay(FlowTimer.HELLO, SHORT.multipliedBy(10))).join();
      assertThat(connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(
              new ConnectionState.Failed(
                  FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.HELLO)));
    }
  }

  @Test
  void joinFailsWhenDiscordSendsNoEndpointWithinTheServerLostTimeout() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = bot(env, options -> options.serverLost(SHORT));
      bot.gateway().answering(FakeDiscordGateway.Answering.WITHOUT_ENDPOINT);
      assertThat(failureOf(bot).reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
    }
  }

  @Test
  void joinFailsWhenReadyIsMissing() {
    VoiceConnectException failure = failureWithout(Ready.class, FlowTimer.READY);
    assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    assertThat(failure).hasMessageContaining("no Ready after Identify");
  }

  @Test
  void joinFailsWhenSessionDescriptionIsMissing() {
    VoiceConnectException failure = failureWithout(SessionDescription.class, FlowTimer.DESCRIPTION);
    assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    assertThat(failure).hasMessageContaining("no Session Description");
  }

  @Test
  void joinFailsWithAFirewallHintWhenDiscoveryIsNotAnswered() {
    ServerBehaviour silent =
        new ServerBehaviour() {
          @Override
          public Verdict discovery(Peer from, InetSocketAddress observed) {
            return Verdict.drop();
          }
        };
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(silent))) {
      TestEnvironment.Bot bot =
          bot(
              env,
              options ->
                  options
                      .retries(TestEnvironment.retries(0, RetryLimits.DEFAULTS.pathFailures() - 1))
                      .delay(FlowTimer.DISCOVERY, SHORT)
                      .delay(FlowTimer.DISCOVERY_RETRY, SHORT.dividedBy(3)));
      VoiceConnectException failure = failureOf(bot);
      assertThat(failure.reason()).isEqualTo(FailureCause.UDP_UNREACHABLE);
      assertThat(failure).hasMessageContaining("firewall");
    }
  }

  @Test
  void joinFailsWhenTheCertificateIsNotTrusted() {
    try (TestEnvironment env = TestEnvironment.open();
        EmbeddedVoiceServer stranger = EmbeddedVoiceServer.builder().tls().start()) {
      TestEnvironment.Bot bot = bot(env, options -> options.trust(stranger.caCertificate()));
      VoiceConnectException failure = failureOf(bot);
      assertThat(failure.reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
      assertThat(failure).hasMessageContaining("localhost").hasMessageContaining("trust");
    }
  }

  @Test
  void joinFailsWhenTheServerRefusesTheConnection() throws Exception {
    try (RefusingPort closed = RefusingPort.open()) {
      String endpoint = "localhost:" + closed.port();
      assertThat(failureAt(endpoint, options -> {})).hasMessageContaining(endpoint);
    }
  }

  @Test
  void joinFailsWhenTheDialTimesOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      VoiceConnectException failure =
          failureAt(
              "localhost:" + silent.getLocalPort(),
              options -> options.delay(FlowTimer.DIAL, SHORT));
      assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost", "localhost:99999", "user@localhost", "a b"})
  void joinFailsWhenTheEndpointIsInvalid(String endpoint) {
    VoiceConnectException failure = failureAt(endpoint, options -> {});
    assertThat(failure.reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
    assertThat(failure).hasMessageContaining("endpoint");
  }

  private static VoiceConnectException failureWithout(
      Class<? extends GatewayMessage> message, FlowTimer deadline) {
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(without(message)))) {
      return failureOf(bot(env, options -> options.delay(deadline, SHORT)));
    }
  }

  private static ServerBehaviour without(Class<? extends GatewayMessage> message) {
    return new ServerBehaviour() {
      @Override
      public Verdict outgoing(Peer to, GatewayMessage outgoing) {
        return message.isInstance(outgoing) ? Verdict.drop() : Verdict.deliver();
      }
    };
  }

  private static TestEnvironment.Bot bot(TestEnvironment env, Consumer<VoiceOptions.Builder> more) {
    return env.bot(options -> more.accept(options.retries(NO_RETRIES)));
  }

  private static VoiceConnectException failureAt(
      String endpoint, Consumer<VoiceOptions.Builder> more) {
    VoiceOptions.Builder options = TestEnvironment.shortDelays().retries(NO_RETRIES);
    more.accept(options);
    try (FakeDiscordGateway gateway = FakeDiscordGateway.of(TestEnvironment.BOT, endpoint);
        Voice voice =
            Voice.builder(gateway).userId(TestEnvironment.BOT).options(options.build()).build()) {
      return catchThrowableOfType(
          VoiceConnectException.class, () -> voice.joinChannel(GUILD, CHANNEL));
    }
  }

  private static VoiceConnectException failureOf(TestEnvironment.Bot bot) {
    VoiceConnectException failure = catchThrowableOfType(VoiceConnectException.class, bot::join);
    assertThat(failure).as("a failed join").isNotNull();
    assertThat(bot.voice().connections()).isEmpty();
    return failure;
  }

  private static UpdateVoiceState op4(OptionalLong channel) {
    return new UpdateVoiceState(GUILD, channel, false, false);
  }
}
