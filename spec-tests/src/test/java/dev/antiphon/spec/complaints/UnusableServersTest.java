package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins to voice servers to which no connection can be opened, however often it is tried. */
class UnusableServersTest {
  /** The voice server crashed: the connection resumes. */
  private static final int LOST = 4015;

  private static final OptionalLong THERE = OptionalLong.of(CHANNEL);
  private static final OptionalLong NO_CHANNEL = OptionalLong.empty();

  /**
   * Before, each of eight rejoins was a leave and a join that everybody in the channel saw, and the
   * caller of join learned the reason after 96 s.
   */
  @Test
  void joinToAServerWithAnUntrustedCertificateEndsAfterOneRejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        EmbeddedVoiceServer untrusted = tlsServer()) {
      Bot bot = botWithDefaultTrust(env, FakeDiscordGateway.strict(BOT, untrusted));
      List<VoiceState> entered = new CopyOnWriteArrayList<>();
      bot.voice().onTransition(step -> entered.add(step.to()));
      VoiceConnectException failure = failureOf(bot);
      assertThat(failure.reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
      assertThat(failure)
          .hasMessageContaining(FailureCause.SERVER_UNUSABLE.sentence())
          .hasMessageContaining("certificate of " + untrusted.endpoint() + " is not trusted")
          .hasMessageContaining("set the option trust");
      assertOneRejoin(bot, entered);
    }
  }

  @Test
  void joinToAServerWithoutTlsEndsAfterOneRejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = botWithDefaultTrust(env, FakeDiscordGateway.strict(BOT, env.server()));
      List<VoiceState> entered = new CopyOnWriteArrayList<>();
      bot.voice().onTransition(step -> entered.add(step.to()));
      VoiceConnectException failure = failureOf(bot);
      assertThat(failure.reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
      assertThat(failure).hasMessageContainingAll("did not answer with TLS", "option allowPlain");
      assertOneRejoin(bot, entered);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss://localhost:1/", "no host:1"})
  void joinToAnEndpointThatCannotBeReadEndsAfterOneRejoin(String endpoint) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = botWithDefaultTrust(env, FakeDiscordGateway.of(BOT, endpoint));
      List<VoiceState> entered = new CopyOnWriteArrayList<>();
      bot.voice().onTransition(step -> entered.add(step.to()));
      VoiceConnectException failure = failureOf(bot);
      assertThat(failure.reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
      assertThat(failure).hasMessageContainingAll(endpoint, "expected host, host:port");
      assertOneRejoin(bot, entered);
    }
  }

  @Test
  void joinSucceedsWhenTheServerThatDiscordNamesNextIsUsable() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls();
        EmbeddedVoiceServer untrusted = tlsServer()) {
      FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, untrusted);
      DiscordGateway port = new OnLeave(gateway, () -> gateway.serveFrom(env.server()));
      Bot bot = env.add(new Bot(env, BOT, gateway, port, env.options(more -> {}))).join();
      bot.sendAndAwait(5);
      assertThat(bot.requestedChannels()).containsExactly(THERE, NO_CHANNEL, THERE);
      assertThat(bot.entered(VoiceState.IDENTIFYING)).isEqualTo(2);
    }
  }

  @Test
  void joinEndsAtOnceWhenNoRejoinIsLeft() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls();
        TcpRelay relay = new TcpRelay(env.server(), false)) {
      Bot bot = botBehind(relay, env, 0);
      assertThat(failureOf(bot).reason()).isEqualTo(FailureCause.SERVER_UNUSABLE);
      bot.gateway().awaitSent(2, TestEnvironment.LIMIT);
      assertThat(bot.requestedChannels()).containsExactly(THERE, NO_CHANNEL);
    }
  }

  @Test
  void serverThatIsUnusableDuringAResumeCausesOneRejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls();
        TcpRelay relay = new TcpRelay(env.server(), true)) {
      Bot bot = botBehind(relay, env, 8).join();
      relay.usable(false);
      env.server().disconnect(GUILD, BOT, LOST);
      assertUnusable(bot);
      assertThat(bot.entered(VoiceState.RESUMING)).isEqualTo(1);
      assertThat(bot.entered(VoiceState.IDENTIFYING)).isEqualTo(2);
    }
  }

  @Test
  void serverThatIsUnusableDuringAResumeEndsTheConnectionWhenNoRejoinIsLeft() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls();
        TcpRelay relay = new TcpRelay(env.server(), true)) {
      Bot bot = botBehind(relay, env, 0).join();
      relay.usable(false);
      env.server().disconnect(GUILD, BOT, LOST);
      assertUnusable(bot);
      assertThat(bot.entered(VoiceState.IDENTIFYING)).isEqualTo(1);
    }
  }

  @Test
  void secondUnusableServerEndsTheConnectionAlsoDuringAResume() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls();
        TcpRelay relay = new TcpRelay(env.server(), false)) {
      FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, relay.endpoint());
      DiscordGateway port = new OnLeave(gateway, () -> relay.usable(true));
      Bot bot = env.add(new Bot(env, BOT, gateway, port, env.options(more -> {}))).join();
      relay.usable(false);
      env.server().disconnect(GUILD, BOT, LOST);
      assertUnusable(bot);
      assertThat(bot.entered(VoiceState.RESUMING)).isEqualTo(1);
      assertThat(bot.entered(VoiceState.IDENTIFYING)).isEqualTo(2);
    }
  }

  private static void assertUnusable(Bot bot) throws Exception {
    assertThat(bot.end())
        .isInstanceOfSatisfying(
            ConnectionState.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(FailureCause.SERVER_UNUSABLE));
  }

  private static Bot botBehind(TcpRelay relay, TestEnvironment env, int rejoins) {
    FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, relay.endpoint());
    VoiceOptions options =
        env.options(more -> more.retries(TestEnvironment.shortDelays(4, rejoins)));
    return env.add(new Bot(env, BOT, gateway, gateway, options));
  }

  /** TLS with the certificates of the system, and short delays. */
  private static Bot botWithDefaultTrust(TestEnvironment env, FakeDiscordGateway gateway) {
    VoiceOptions options = env.options(more -> more.allowPlain(false));
    return env.add(new Bot(env, BOT, gateway, gateway, options));
  }

  private static EmbeddedVoiceServer tlsServer() {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    builder.tls();
    return builder.start();
  }

  private static VoiceConnectException failureOf(Bot bot) throws Exception {
    return TestEnvironment.failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
  }

  /** The join, one pair of leave and join, and the leave at the end; two dials. */
  private static void assertOneRejoin(Bot bot, List<VoiceState> entered) {
    TestEnvironment.awaitThat("the end is reported", () -> entered.contains(VoiceState.FAILED));
    assertThat(entered).filteredOn(VoiceState.IDENTIFYING::equals).hasSize(2);
    TestEnvironment.awaitThat(
        "Discord shows the bot in no channel", () -> bot.gateway().channelIn(GUILD).isEmpty());
    assertThat(bot.requestedChannels()).isEqualTo(List.of(THERE, NO_CHANNEL, THERE, NO_CHANNEL));
  }

  /** A main gateway that changes something before it sends a leave. */
  private record OnLeave(FakeDiscordGateway gateway, Runnable change) implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      if (update.channelId().isEmpty()) {
        change.run();
      }
      return gateway.send(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return gateway.subscribe(listener);
    }
  }
}
