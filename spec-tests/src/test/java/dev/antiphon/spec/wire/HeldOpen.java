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
 * A voice server and a bot whose connections, one guild each, stand still in whichever state a test
 * wants them: the answer by which they would go on is withheld, and every timer and wait is an hour
 * long, save those that the test is about.
 */
final class HeldOpen implements AutoCloseable {
  /** Generous: awaited conditions end long before it. */
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

  private final Withheld withheld = new Withheld();
  private final GatedLoops loops = GatedLoops.start();
  private final EmbeddedVoiceServer server;
  private final FakeDiscordGateway gateway;
  private final Voice voice;
  private final AtomicLong nextGuild = new AtomicLong(FIRST_GUILD);
  private final Map<Long, Held> connections = new ConcurrentHashMap<>();

  private HeldOpen(EmbeddedVoiceServerBuilder builder, VoiceOptions options) {
    server = builder.plain().behaviour(withheld).start();
    gateway = FakeDiscordGateway.of(BOT, server);
    voice = Voice.builder(gateway).userId(BOT).options(options).eventLoops(loops).build();
    voice.onTransition(taken -> connections.get(taken.guildId()).taken(taken));
  }

  static HeldOpen open() {
    return open(options -> {});
  }

  /** With some timers or waits that end. */
  static HeldOpen open(Consumer<VoiceOptions.Builder> options) {
    return open(server -> {}, options);
  }

  /** With some timers or waits that end, at a server that is told more. */
  static HeldOpen open(
      Consumer<EmbeddedVoiceServerBuilder> server, Consumer<VoiceOptions.Builder> options) {
    VoiceOptions.Builder patient = patient();
    options.accept(patient);
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    server.accept(builder);
    return new HeldOpen(builder, patient.build());
  }

  /** The usual budgets, and hardly a wait between attempts. */
  static RetryLimits.Builder haste() {
    Duration wait = Duration.ofMillis(10);
    return RetryLimits.builder()
        .resumeDelay(wait)
        .identifyDelay(wait)
        .rejoinDelay(wait)
        .longestRejoinDelay(wait)
        .soonDelay(wait);
  }

  /** The usual budgets, and waits of an hour between attempts. */
  static RetryLimits.Builder patience() {
    return RetryLimits.builder()
        .resumeDelay(NEVER)
        .identifyDelay(NEVER)
        .rejoinDelay(NEVER)
        .longestRejoinDelay(NEVER)
        .soonDelay(NEVER);
  }

  private static VoiceOptions.Builder patient() {
    VoiceOptions.Builder options =
        VoiceOptions.builder()
            .allowPlain(true)
            .voiceStateSpacing(Duration.ofMillis(1))
            .serverLost(NEVER)
            .severed(NEVER)
            .retries(patience().build());
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

  GatedLoops loops() {
    return loops;
  }

  Withheld withheld() {
    return withheld;
  }

  /** A connection of a fresh guild that has come to this state, and stays. */
  Held hold(VoiceState state) throws InterruptedException {
    Held held = new Held(nextGuild.getAndIncrement());
    joinTo(held, CHANNEL, state);
    return held;
  }

  /** A new connection of the guild comes to this state, and stays. */
  void joinTo(Held held, long channelId, VoiceState state) throws InterruptedException {
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
    awaitThat("op 4 has been sent", () -> !asked(held).isEmpty());
  }

  /** A connection of a fresh guild that is on its way to this state. */
  Held begin(VoiceState state) {
    Held held = new Held(nextGuild.getAndIncrement());
    stopAt(held, state);
    join(held, CHANNEL);
    return held;
  }

  /** From now on the connection goes no further than to this state. */
  void stopAt(Held held, VoiceState state) {
    withheld.stopAt(held.guildId(), state);
    if (state == VoiceState.AWAITING_SERVER_UPDATE) {
      gateway.holdAnswers();
    } else if (state == VoiceState.READY) {
      loops.holdNextSocket();
    }
  }

  /** From Established, by this close and a rejoin, to this state, where it stays. */
  void rejoinTo(Held held, int code, VoiceState state) throws InterruptedException {
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

  /** The server has the connection's Identify, as often as the connection has dialled to say it. */
  private void awaitIdentified(Held held) {
    awaitOf(held, held.entered(VoiceState.IDENTIFYING), ServerEvent.Identified.class);
  }

  /** From Established to Resuming, where it stays. */
  void loseAndResume(Held held) throws InterruptedException {
    stopAt(held, VoiceState.RESUMING);
    reset(held);
    held.until(VoiceState.RESUMING);
    awaitOf(held, held.entered(VoiceState.RESUMING), ServerEvent.Resumed.class);
  }

  /** Joins a channel of the guild, with a new connection if there is none. */
  void join(Held held, long channelId) {
    connections.put(held.guildId(), held);
    voice.joinChannelAsync(held.guildId(), channelId);
    held.joined(voice.connection(held.guildId()).orElseThrow());
  }

  /** The voice server closes the connection's socket. */
  void close(Held held, int code) {
    if (!server.disconnect(held.guildId(), BOT, code)) {
      throw new AssertionError("there is no voice socket to be closed with " + code);
    }
  }

  /** The TCP connection of the voice socket is reset. */
  void reset(Held held) {
    if (!server.dropConnection(held.guildId(), BOT)) {
      throw new AssertionError("there is no voice socket to be reset");
    }
  }

  /** Says Ready by hand, naming this UDP port instead of the server's own. */
  void sendReady(Held held, String ip, int port) {
    server.sendTo(held.guildId(), BOT, new Ready(ssrc(held), ip, port, List.of(MODE.wireName())));
  }

  /** Says Session Description by hand. */
  void sendDescription(Held held) {
    TransportKey key = TransportKey.copyOf(new byte[KEY_BYTES]);
    server.sendTo(held.guildId(), BOT, new SessionDescription(MODE.wireName(), key, 0));
  }

  /** The SSRC of the connection's session. */
  long ssrc(Held held) {
    return server.sessions().stream()
        .filter(session -> session.guildId() == held.guildId())
        .findFirst()
        .orElseThrow()
        .ssrc();
  }

  /** Waits until this has happened so often at the server to this connection. */
  void awaitOf(Held held, int times, Class<? extends ServerEvent> type) {
    server.await(
        times, event -> type.isInstance(event) && event.concerns(held.guildId(), BOT), LIMIT);
    server.sessions(); // an event is recorded before it is acted upon; now it has been
  }

  /** The channels of the op 4 for the guild, in order; empty for a leave. */
  List<OptionalLong> asked(Held held) {
    return gateway.sent().stream()
        .filter(update -> update.guildId() == held.guildId())
        .map(UpdateVoiceState::channelId)
        .toList();
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
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
