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

/** A voice server on loopback, and bots that meet there. Everything real but Discord. */
final class Scene implements AutoCloseable {
  /** Generous: awaited conditions end long before it. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;

  private static final Duration WAIT = Duration.ofMillis(20);

  private final EmbeddedVoiceServer server;
  private final List<Bot> bots = new ArrayList<>();

  /** One bot: its main gateway's double, and its Voice. */
  record Bot(long userId, FakeDiscordGateway gateway, Voice voice) {
    Connection join() {
      return voice.joinChannel(GUILD, CHANNEL);
    }

    private void close() {
      voice.close();
      gateway.close();
    }
  }

  private Scene(EmbeddedVoiceServer server) {
    this.server = server;
  }

  /** A server with TLS. */
  static Scene open() {
    return open(builder -> {});
  }

  /** A server that is told more. */
  static Scene open(Consumer<EmbeddedVoiceServerBuilder> more) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    more.accept(builder);
    return new Scene(builder.start());
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
    VoiceOptions.Builder builder = quick();
    if (server.isTls()) {
      builder.trust(server.caCertificate());
    } else {
      builder.allowPlain(true);
    }
    more.accept(builder);
    return builder.build();
  }

  /** Options whose waits between attempts are so short that a test need not wait for them. */
  static VoiceOptions.Builder quick() {
    return VoiceOptions.builder()
        .voiceStateSpacing(Duration.ofMillis(1))
        .retries(retries(RetryLimits.DEFAULTS.resumes(), RetryLimits.DEFAULTS.rejoins()));
  }

  /** Budgets of so many attempts, with short waits between them. */
  static RetryLimits retries(int resumes, int rejoins) {
    return retries(resumes, rejoins, WAIT);
  }

  /** Budgets of so many attempts, with waits that begin with this one. */
  static RetryLimits retries(int resumes, int rejoins, Duration wait) {
    return RetryLimits.builder()
        .resumes(resumes)
        .rejoins(rejoins)
        .resumeDelay(wait)
        .identifyDelay(wait)
        .rejoinDelay(wait)
        .longestRejoinDelay(wait.multipliedBy(4))
        .soonDelay(wait)
        .mainSessionSpread(wait)
        .changeDelay(wait)
        .longestChangeDelay(wait.multipliedBy(4))
        .build();
  }

  /** Frames of 20 ms, each different from the others. */
  static List<byte[]> frames(int count) {
    return IntStream.range(0, count).mapToObj(Scene::frame).toList();
  }

  static byte[] frame(int number) {
    return new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number, 0x55, 0x2A};
  }

  static void sendAll(Connection connection, List<byte[]> frames) throws InterruptedException {
    for (byte[] frame : frames) {
      connection.opusSend().send(frame);
    }
  }

  @Override
  public void close() {
    bots.forEach(Bot::close);
    server.close();
  }
}
