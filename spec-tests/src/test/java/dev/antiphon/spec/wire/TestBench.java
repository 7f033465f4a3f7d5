package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A voice server and a bot whose connections stop in a given state. Each connection has its own
 * guild. The bench blocks the answer that would move the connection on. Every timer and delay is an
 * hour long, except those that the test sets.
 */
final class TestBench implements AutoCloseable {
  /** The longest wait for a condition. Conditions are normally met much earlier. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long CHANNEL = 127121515262115840L;
  static final long OTHER_CHANNEL = CHANNEL + 1;
  static final long BOT = 104694319306248192L;

  /** Longer than any test. */
  static final Duration NEVER = Duration.ofHours(1);

  private static final Duration POLL = Duration.ofMillis(5);
  static final EncryptionMode MODE = EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;
  private static final int KEY_BYTES = 32;

  private static final long FIRST_GUILD = 41771983423143937L;

  private final BlockedAnswers blockedAnswers = new BlockedAnswers();
  private final GatedEventLoops loops = GatedEventLoops.start();
  private final EmbeddedVoiceServer server;
  private final FakeDiscordGateway gateway;
  private final Voice voice;
  private final AtomicLong nextGuild = new AtomicLong(FIRST_GUILD);
  private final Map<Long, HeldConnection> connections = new ConcurrentHashMap<>();

  private TestBench(EmbeddedVoiceServerBuilder builder, VoiceOptions options) {
    server = builder.plain().behaviour(blockedAnswers).start();
    gateway = FakeDiscordGateway.of(BOT, server);
    voice = Voice.builder(gateway).userId(BOT).options(options).eventLoops(loops).build();
    voice.onTransition(taken -> connections.get(taken.guildId()).onTransition(taken));
  }

  static TestBench open() {
    return open(options -> {});
  }

  /** Starts a bench with these timers or delays. */
  static TestBench open(Consumer<VoiceOptions.Builder> options) {
    return open(server -> {}, options);
  }

  /** Starts a bench with these timers or delays, and a server with extra settings. */
  static TestBench open(
      Consumer<EmbeddedVoiceServerBuilder> server, Consumer<VoiceOptions.Builder> options) {
    VoiceOptions.Builder longTimeouts = longTimeouts();
    options.accept(longTimeouts);
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    server.accept(builder);
    return new TestBench(builder, longTimeouts.build());
  }

  /** The default budgets with a delay of 10 ms between attempts. */
  static RetryLimits.Builder shortDelays() {
    Duration wait = Duration.ofMillis(10);
    return RetryLimits.builder()
        .resumeDelay(wait)
        .identifyDelay(wait)
        .rejoinDelay(wait)
        .longestRejoinDelay(wait)
        .soonDelay(wait);
  }

  /** The default budgets with a delay of one hour between attempts. */
  static RetryLimits.Builder longDelays() {
    return RetryLimits.builder()
        .resumeDelay(NEVER)
        .identifyDelay(NEVER)
        .rejoinDelay(NEVER)
        .longestRejoinDelay(NEVER)
        .soonDelay(NEVER);
  }

  private static VoiceOptions.Builder longTimeouts() {
    VoiceOptions.Builder options =
        VoiceOptions.builder()
            .allowPlain(true)
            .voiceStateSpacing(Duration.ofMillis(1))
            .serverLost(NEVER)
            .severed(NEVER)
            .retries(longDelays().build());
    for (FlowTimer timer : FlowTimer.values()) {
      if (!timer.hasOwnDelays()) {
        options.delay(timer, NEVER);
      }
    }
    return options;
  }

  EmbeddedVoiceServer server() {
    return server;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  GatedEventLoops loops() {
    return loops;
  }

  BlockedAnswers blockedAnswers() {
    return blockedAnswers;
  }

  /** Creates a connection in a new guild that has reached this state and stays there. */
  HeldConnection hold(VoiceState state) throws InterruptedException {
    HeldConnection held = new HeldConnection(nextGuild.getAndIncrement());
    joinTo(held, CHANNEL, state);
    return held;
  }

  /** Joins the channel with a new connection, which reaches this state and stays there. */
  void joinTo(HeldConnection held, long channelId, VoiceState state) throws InterruptedException {
    stopAt(held, state);
    join(held, channelId);
    switch (state) {
      case IDENTIFYING -> {
        held.until(state);
        awaitIdentified(held);
      }
      case RESUMING -> {
        held.until(VoiceState.ESTABLISHED);
        loseAndResume(held);
      }
      case BACKOFF -> {
        held.until(VoiceState.ESTABLISHED);
        close(held, 4006);
        held.until(state);
      }
      default -> held.until(state);
    }
    loops.finishStep();
    awaitThat("op 4 has been sent", () -> !requestedChannels(held).isEmpty());
  }

  /** Creates a connection in a new guild that is still on its way to this state. */
  HeldConnection begin(VoiceState state) {
    HeldConnection held = new HeldConnection(nextGuild.getAndIncrement());
    stopAt(held, state);
    join(held, CHANNEL);
    return held;
  }

  /** From now on the connection stops in this state. */
  void stopAt(HeldConnection held, VoiceState state) {
    blockedAnswers.stopAt(held.guildId(), state);
    if (state == VoiceState.AWAITING_SERVER_UPDATE) {
      gateway.holdAnswers();
    } else if (state == VoiceState.READY) {
      loops.holdNextSocket();
    }
  }

  /** Closes an established connection with this code. The rejoin stops in this state. */
  void rejoinTo(HeldConnection held, int code, VoiceState state) throws InterruptedException {
    stopAt(held, state == VoiceState.RESUMING ? VoiceState.ESTABLISHED : state);
    close(held, code);
    if (state == VoiceState.RESUMING) {
      held.until(VoiceState.ESTABLISHED);
      loseAndResume(held);
    } else {
      held.until(state);
      if (state == VoiceState.IDENTIFYING) {
        awaitIdentified(held);
      }
      loops.finishStep();
    }
  }

  /** Waits until the server has received one Identify per dial of the connection. */
  private void awaitIdentified(HeldConnection held) {
    awaitEvents(held, held.entered(VoiceState.IDENTIFYING), ServerEvent.Identified.class);
  }

  /** Moves the connection from Established to Resuming, where it stays. */
  void loseAndResume(HeldConnection held) throws InterruptedException {
    stopAt(held, VoiceState.RESUMING);
    reset(held);
    held.until(VoiceState.RESUMING);
    awaitEvents(held, held.entered(VoiceState.RESUMING), ServerEvent.Resumed.class);
  }

  /** Joins a channel of the guild. Creates a connection if the guild has none. */
  void join(HeldConnection held, long channelId) {
    connections.put(held.guildId(), held);
    voice.joinChannelAsync(held.guildId(), channelId);
    held.joined(voice.connection(held.guildId()).orElseThrow());
  }

  /** Closes the connection's socket from the server side. */
  void close(HeldConnection held, int code) {
    if (!server.disconnect(held.guildId(), BOT, code)) {
      throw new AssertionError("there is no voice socket to close with " + code);
    }
  }

  /** Resets the TCP connection of the voice socket. */
  void reset(HeldConnection held) {
    if (!server.dropConnection(held.guildId(), BOT)) {
      throw new AssertionError("there is no voice socket to reset");
    }
  }

  /** Sends a custom Ready with this UDP address instead of the server's address. */
  void sendReady(HeldConnection held, String ip, int port) {
    server.sendTo(held.guildId(), BOT, new Ready(ssrc(held), ip, port, List.of(MODE.wireName())));
  }

  /** Sends a custom Session Description. */
  void sendDescription(HeldConnection held) {
    TransportKey key = TransportKey.copyOf(new byte[KEY_BYTES]);
    server.sendTo(held.guildId(), BOT, new SessionDescription(MODE.wireName(), key, 0));
  }

  /** The SSRC of the connection's session. */
  long ssrc(HeldConnection held) {
    return server.sessions().stream()
        .filter(session -> session.guildId() == held.guildId())
        .findFirst()
        .orElseThrow()
        .ssrc();
  }

  /** Waits until the server has recorded this many events of the type for the connection. */
  void awaitEvents(HeldConnection held, int times, Class<? extends ServerEvent> type) {
    server.await(
        times, event -> type.isInstance(event) && event.concerns(held.guildId(), BOT), LIMIT);
    server.sessions(); // The server records an event before it handles it. This call returns after
    // the handling.
  }

  /** The channels of the op 4 messages sent for the guild, in order; empty for a leave. */
  List<OptionalLong> requestedChannels(HeldConnection held) {
    return gateway.sent().stream()
        .filter(update -> update.guildId() == held.guildId())
        .map(UpdateVoiceState::channelId)
        .toList();
  }

  static void awaitThat(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(description).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    loops.openHeldSockets();
    voice.close();
    gateway.close();
    server.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
