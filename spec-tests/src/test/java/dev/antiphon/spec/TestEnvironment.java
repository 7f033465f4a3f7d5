package dev.antiphon.spec;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A voice server on the loopback interface and the bots that use it. Only Discord's main gateway is
 * a test double.
 */
final class TestEnvironment implements AutoCloseable {
  /** The longest wait for a condition. Conditions are normally met much earlier. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;

  private static final Duration SHORT_DELAY = Duration.ofMillis(20);

  private final EmbeddedVoiceServer server;
  private final List<Bot> bots = new ArrayList<>();

  /** One bot: the test double of its main gateway, and its {@code Voice}. */
  record Bot(long userId, FakeDiscordGateway gateway, Voice voice) {
    Connection join() {
      return voice.joinChannel(GUILD, CHANNEL);
    }

    private void close() {
      voice.close();
      gateway.close();
    }
  }

  private TestEnvironment(EmbeddedVoiceServer server) {
    this.server = server;
  }

  /** Starts a server with TLS. */
  static TestEnvironment open() {
    return open(builder -> {});
  }

  /** Starts a server with TLS and extra settings. */
  static TestEnvironment open(Consumer<EmbeddedVoiceServerBuilder> more) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    more.accept(builder);
    return new TestEnvironment(builder.start());
  }

  EmbeddedVoiceServer server() {
    return server;
  }

  Bot bot() {
    return bot(BOT, options -> {});
  }

  Bot bot(Consumer<VoiceOptions.Builder> more) {
    return bot(BOT, more);
  }

  Bot bot(long userId, Consumer<VoiceOptions.Builder> more) {
    FakeDiscordGateway gateway = FakeDiscordGateway.strict(userId, server);
    Voice voice = Voice.builder(gateway).userId(userId).options(options(more)).build();
    Bot bot = new Bot(userId, gateway, voice);
    bots.add(bot);
    return bot;
  }

  VoiceOptions options(Consumer<VoiceOptions.Builder> more) {
    VoiceOptions.Builder builder = shortDelays();
    if (server.isTls()) {
      builder.trust(server.caCertificate());
    } else {
      builder.allowPlain(true);
    }
    more.accept(builder);
    return builder.build();
  }

  /** Options with short delays between attempts. */
  static VoiceOptions.Builder shortDelays() {
    return VoiceOptions.builder()
        .voiceStateSpacing(Duration.ofMillis(1))
        .retries(retries(RetryLimits.DEFAULTS.resumes(), RetryLimits.DEFAULTS.rejoins()));
  }

  /** Budgets with these numbers of attempts and short delays between them. */
  static RetryLimits retries(int resumes, int rejoins) {
    return retries(resumes, rejoins, SHORT_DELAY);
  }

  /** Budgets with these numbers of attempts. {@code delay} is the first delay between attempts. */
  static RetryLimits retries(int resumes, int rejoins, Duration delay) {
    return RetryLimits.builder()
        .resumes(resumes)
        .rejoins(rejoins)
        .resumeDelay(delay)
        .identifyDelay(delay)
        .rejoinDelay(delay)
        .longestRejoinDelay(delay.multipliedBy(4))
        .soonDelay(delay)
        .mainSessionSpread(delay)
        .changeDelay(delay)
        .longestChangeDelay(delay.multipliedBy(4))
        .build();
  }

  /** Frames of 20 ms, each different from the others. */
  static List<byte[]> frames(int count) {
    return IntStream.range(0, count).mapToObj(TestEnvironment::frame).toList();
  }

  static byte[] frame(int number) {
    return new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number, 0x55, 0x2A};
  }

  static void sendAll(Connection connection, List<byte[]> frames) throws InterruptedException {
    for (byte[] frame : frames) {
      connection.opusSend().send(frame);
    }
  }

  /** Closes the bots; the server still runs. */
  void closeBots() {
    bots.forEach(Bot::close);
    bots.clear();
  }

  @Override
  public void close() {
    closeBots();
    server.close();
  }
}
