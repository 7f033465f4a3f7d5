package dev.antiphon.spec.wire;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.statemachine.connection.EventLoops;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.statemachine.flow.RetryLimits;
import dev.antiphon.statemachine.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.ServerEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  static final long BOT = 104694319306248192L;

  /** Longer than any test. */
  static final Duration NEVER = Duration.ofHours(1);

  private static final long FIRST_GUILD = 41771983423143937L;

  private final Withheld withheld = new Withheld();
  private final GatedLoops loops = GatedLoops.start();
  private final EmbeddedVoiceServer server;
  private final MainGateway gateway;
  private final Voice voice;
  private final AtomicLong nextGuild = new AtomicLong(FIRST_GUILD);
  private final Map<Long, Held> connections = new ConcurrentHashMap<>();

  private HeldOpen(EmbeddedVoiceServerBuilder builder, VoiceOptions options) {
    server = builder.plain().behaviour(withheld).start();
    gateway = new MainGateway(server);
    voice =
        Voice.builder(gateway)
            .userId(BOT)
            .options(options)
            .eventLoops(EventLoops.of(loops))
            .build();
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

  /** Waits between attempts of an hour, and the usual budgets. */
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
            .retries(patience().build());
    for (FlowTimer timer : FlowTimer.values()) {
      if (timer != FlowTimer.BACKOFF) {
        options.delay(timer, NEVER);
      }
    }
    return options;
  }

  EmbeddedVoiceServer server() {
    return server;
  }

  MainGateway gateway() {
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
    Held held = begin(state);
    switch (state) {
      case IDENTIFYING -> {
        held.until(state);
        awaitOf(held, ServerEvent.Identified.class);
      }
      case RESUMING -> {
        held.until(VoiceState.ESTABLISHED);
        reset(held);
        held.until(state);
        awaitOf(held, ServerEvent.Resumed.class);
      }
      case BACKOFF -> {
        held.until(VoiceState.ESTABLISHED);
        close(held, 4006);
        held.until(state);
      }
      default -> held.until(state);
    }
    return held;
  }

  /** A connection of a fresh guild that is on its way to this state. */
  Held begin(VoiceState state) {
    Held held = new Held(nextGuild.getAndIncrement());
    withheld.stopAt(held.guildId(), state);
    if (state == VoiceState.AWAITING_SERVER_UPDATE) {
      gateway.fallSilent();
    } else if (state == VoiceState.READY) {
      loops.holdNextSocket();
    }
    join(held, CHANNEL);
    return held;
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

  /** Waits until this has happened at the server to this connection. */
  <E extends ServerEvent> E awaitOf(Held held, Class<E> type) {
    return server.await(type, event -> event.concerns(held.guildId(), BOT), LIMIT);
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
