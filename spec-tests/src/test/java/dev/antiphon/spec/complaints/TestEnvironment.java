package dev.antiphon.spec.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Voice servers on the loopback interface and the bots that use them. Only Discord's main gateway
 * is a test double.
 */
final class TestEnvironment implements AutoCloseable {
  /** The longest wait for a condition. Conditions are normally met much earlier. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long OTHER_CHANNEL = 127121515262115841L;
  static final long BOT = 104694319306248192L;
  static final long LISTENER = 104694319306248193L;

  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration SHORT_DELAY = Duration.ofMillis(20);
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private final List<EmbeddedVoiceServer> servers = new ArrayList<>();
  private final List<Bot> bots = new ArrayList<>();

  /** Starts a server without TLS, because TLS is slow on busy machines. */
  static TestEnvironment open() {
    return open(server -> {});
  }

  /** Starts a server without TLS and with extra settings. */
  static TestEnvironment open(Consumer<EmbeddedVoiceServerBuilder> more) {
    TestEnvironment env = new TestEnvironment();
    env.addServer(more.andThen(EmbeddedVoiceServerBuilder::plain));
    return env;
  }

  /** Starts two servers with TLS: the same host, two ports. */
  static TestEnvironment openTwoWithTls() {
    TestEnvironment env = new TestEnvironment();
    env.addServer(EmbeddedVoiceServerBuilder::tls);
    env.addServer(EmbeddedVoiceServerBuilder::tls);
    return env;
  }

  private EmbeddedVoiceServer addServer(Consumer<EmbeddedVoiceServerBuilder> more) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    more.accept(builder);
    EmbeddedVoiceServer server = builder.start();
    servers.add(server);
    return server;
  }

  /** The first server. */
  EmbeddedVoiceServer server() {
    return servers.get(0);
  }

  /** The second server. Starts one without TLS if there is only one. */
  EmbeddedVoiceServer otherServer() {
    return servers.size() > 1 ? servers.get(1) : addServer(EmbeddedVoiceServerBuilder::plain);
  }

  /** Creates the main bot of a test. */
  Bot bot() {
    return bot(options -> {});
  }

  Bot bot(Consumer<VoiceOptions.Builder> more) {
    return bot(BOT, more);
  }

  Bot bot(long userId, Consumer<VoiceOptions.Builder> more) {
    FakeDiscordGateway gateway = FakeDiscordGateway.strict(userId, server());
    return add(new Bot(this, userId, gateway, gateway, options(more)));
  }

  Bot add(Bot bot) {
    bots.add(bot);
    return bot;
  }

  /** Options with short delays between attempts. */
  VoiceOptions options(Consumer<VoiceOptions.Builder> more) {
    VoiceOptions.Builder builder =
        VoiceOptions.builder()
            .voiceStateSpacing(Duration.ofMillis(1))
            .retries(shortDelays(RetryLimits.DEFAULTS.resumes(), RetryLimits.DEFAULTS.rejoins()));
    if (server().isTls()) {
      builder.trust(
          servers.stream().map(EmbeddedVoiceServer::caCertificate).toArray(X509Certificate[]::new));
    } else {
      builder.allowPlain(true);
    }
    more.accept(builder);
    return builder.build();
  }

  /** Budgets with these numbers of attempts and short delays between them. */
  static RetryLimits shortDelays(int resumes, int rejoins) {
    return RetryLimits.builder()
        .resumes(resumes)
        .rejoins(rejoins)
        .resumeDelay(SHORT_DELAY)
        .identifyDelay(SHORT_DELAY)
        .rejoinDelay(SHORT_DELAY)
        .longestRejoinDelay(SHORT_DELAY.multipliedBy(4))
        .soonDelay(SHORT_DELAY)
        .mainSessionSpread(SHORT_DELAY)
        .changeDelay(SHORT_DELAY)
        .longestChangeDelay(SHORT_DELAY.multipliedBy(4))
        .build();
  }

  /** Delays a client's messages of this type until the gate is completed. */
  static ServerBehaviour holdIncoming(
      Class<? extends GatewayMessage> message, CompletableFuture<Void> gate) {
    return new ServerBehaviour() {
      @Override
      public Verdict incoming(Peer from, GatewayMessage incoming) {
        return message.isInstance(incoming) ? Verdict.holdUntil(gate) : Verdict.deliver();
      }
    };
  }

  // Events and frames received by the servers

  /** A unique frame for this number; never a silence frame. */
  static byte[] frame(int number) {
    return new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number, 0x55, 0x2A};
  }

  static boolean isSilence(byte[] frame) {
    return Arrays.equals(frame, SILENCE);
  }

  /** Waits until a server has received this frame from the user. */
  void awaitFrame(long userId, byte[] frame) {
    awaitThat(
        "received " + Arrays.toString(frame),
        () -> receivedFrames(userId).stream().anyMatch(received -> Arrays.equals(received, frame)));
  }

  /** The frames of the user at all servers, in order and without silence frames. */
  List<byte[]> receivedFrames(long userId) {
    return servers.stream().flatMap(server -> receivedFrames(server, userId).stream()).toList();
  }

  static List<byte[]> receivedFrames(EmbeddedVoiceServer server, long userId) {
    return server.frames(GUILD, userId).stream()
        .filter(frame -> !frame.silence())
        .map(FrameReceived::opus)
        .map(opus -> opus.toByteArray())
        .toList();
  }

  /** The events of the user at all servers. */
  <E extends ServerEvent> List<E> events(Class<E> type, long userId) {
    return servers.stream()
        .flatMap(server -> server.events().stream())
        .filter(event -> type.isInstance(event) && event.concerns(GUILD, userId))
        .map(type::cast)
        .toList();
  }

  /** The number of successful dials to all servers. */
  long dials() {
    return servers.stream().mapToLong(server -> server.summary().connections()).sum();
  }

  /** Polls until the condition is met. */
  static void awaitThat(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(description).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits for the failure of a join, move or reconnect. */
  static VoiceConnectException failureOf(CompletableFuture<?> command) throws Exception {
    try {
      get(command);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VoiceConnectException failure) {
        return failure;
      }
      throw e;
    }
    throw new AssertionError("the request has succeeded, but a failure was expected");
  }

  @Override
  public void close() {
    bots.forEach(Bot::close);
    servers.forEach(EmbeddedVoiceServer::close);
  }
}
