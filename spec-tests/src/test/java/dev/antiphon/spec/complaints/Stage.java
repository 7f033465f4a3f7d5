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

/** Voice servers on loopback, and the bots that play there. Everything real but Discord. */
final class Stage implements AutoCloseable {
  /** Generous: awaited conditions end long before it. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long OTHER_CHANNEL = 127121515262115841L;
  static final long BOT = 104694319306248192L;
  static final long LISTENER = 104694319306248193L;

  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration HASTE = Duration.ofMillis(20);
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private final List<EmbeddedVoiceServer> servers = new ArrayList<>();
  private final List<Bot> bots = new ArrayList<>();

  /** A server without TLS, which takes long on busy machines. */
  static Stage open() {
    return open(server -> {});
  }

  /** A server without TLS that is told more. */
  static Stage open(Consumer<EmbeddedVoiceServerBuilder> more) {
    Stage stage = new Stage();
    stage.addServer(more.andThen(EmbeddedVoiceServerBuilder::plain));
    return stage;
  }

  /** Two servers with TLS: the same host, two ports. */
  static Stage openTwoWithTls() {
    Stage stage = new Stage();
    stage.addServer(EmbeddedVoiceServerBuilder::tls);
    stage.addServer(EmbeddedVoiceServerBuilder::tls);
    return stage;
  }

  private EmbeddedVoiceServer addServer(Consumer<EmbeddedVoiceServerBuilder> more) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    more.accept(builder);
    EmbeddedVoiceServer server = builder.start();
    servers.add(server);
    return server;
  }

  /** The server where the scene begins. */
  EmbeddedVoiceServer server() {
    return servers.get(0);
  }

  /** Another server without TLS, or the other one of two. */
  EmbeddedVoiceServer otherServer() {
    return servers.size() > 1 ? servers.get(1) : addServer(EmbeddedVoiceServerBuilder::plain);
  }

  /** The bot that the scene is about. */
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

  /** Options whose waits between attempts are so short that a test need not wait for them. */
  VoiceOptions options(Consumer<VoiceOptions.Builder> more) {
    VoiceOptions.Builder builder =
        VoiceOptions.builder()
            .voiceStateSpacing(Duration.ofMillis(1))
            .retries(haste(RetryLimits.DEFAULTS.resumes(), RetryLimits.DEFAULTS.rejoins()));
    if (server().isTls()) {
      builder.trust(
          servers.stream().map(EmbeddedVoiceServer::caCertificate).toArray(X509Certificate[]::new));
    } else {
      builder.allowPlain(true);
    }
    more.accept(builder);
    return builder.build();
  }

  /** Budgets of so many attempts, with short waits between them. */
  static RetryLimits haste(int resumes, int rejoins) {
    return RetryLimits.builder()
        .resumes(resumes)
        .rejoins(rejoins)
        .resumeDelay(HASTE)
        .identifyDelay(HASTE)
        .rejoinDelay(HASTE)
        .longestRejoinDelay(HASTE.multipliedBy(4))
        .soonDelay(HASTE)
        .mainSessionSpread(HASTE)
        .changeDelay(HASTE)
        .longestChangeDelay(HASTE.multipliedBy(4))
        .build();
  }

  /** Holds back what a client says until the gate is opened. */
  static ServerBehaviour holding(
      Class<? extends GatewayMessage> message, CompletableFuture<Void> gate) {
    return new ServerBehaviour() {
      @Override
      public Verdict incoming(Peer from, GatewayMessage incoming) {
        return message.isInstance(incoming) ? Verdict.holdUntil(gate) : Verdict.deliver();
      }
    };
  }

  // What has come to the servers

  /** A frame that nobody else says, and that is not silence. */
  static byte[] frame(int number) {
    return new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number, 0x55, 0x2A};
  }

  static boolean isSilence(byte[] frame) {
    return Arrays.equals(frame, SILENCE);
  }

  /** Waits until a server has this frame of the user. */
  void awaitFrame(long userId, byte[] frame) {
    awaitThat(
        "heard " + Arrays.toString(frame),
        () -> heard(userId).stream().anyMatch(heard -> Arrays.equals(heard, frame)));
  }

  /** What the user has said at all servers, without silence, in order. */
  List<byte[]> heard(long userId) {
    return servers.stream().flatMap(server -> heard(server, userId).stream()).toList();
  }

  static List<byte[]> heard(EmbeddedVoiceServer server, long userId) {
    return server.frames(GUILD, userId).stream()
        .filter(frame -> !frame.silence())
        .map(FrameReceived::opus)
        .map(opus -> opus.toByteArray())
        .toList();
  }

  /** What has happened to the user at all servers. */
  <E extends ServerEvent> List<E> events(Class<E> type, long userId) {
    return servers.stream()
        .flatMap(server -> server.events().stream())
        .filter(event -> type.isInstance(event) && event.concerns(GUILD, userId))
        .map(type::cast)
        .toList();
  }

  /** How often anybody has dialled any of the servers, and came through. */
  long dials() {
    return servers.stream().mapToLong(server -> server.summary().connections()).sum();
  }

  /** Waits for what nobody tells of. */
  static void awaitThat(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits for the failure of a join, move or reconnect. */
  static VoiceConnectException failureOf(CompletableFuture<?> asked) throws Exception {
    try {
      get(asked);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VoiceConnectException failure) {
        return failure;
      }
      throw e;
    }
    throw new AssertionError("what was asked for has become true");
  }

  @Override
  public void close() {
    bots.forEach(Bot::close);
    servers.forEach(EmbeddedVoiceServer::close);
  }
}
