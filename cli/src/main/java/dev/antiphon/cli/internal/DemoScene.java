package dev.antiphon.cli.internal;

import dev.antiphon.Connection;
import dev.antiphon.OpusSource;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The whole scene, once: a voice server with a certificate of its own, a main gateway whose
 * credentials it insists on, a listener who is in the channel already, and a bot that joins, plays
 * a file, and leaves. The call is end-to-end encrypted: what is compared is what the listener
 * hears. In the middle of the file the bot's WebSocket is cut. It knows nothing of how it is told.
 */
final class DemoScene {
  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;
  static final long LISTENER = 80351110224678912L;

  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(5);

  /**
   * What came of it.
   *
   * @param joined from the wish to join until audio could flow
   * @param played from then until the last frame of silence had arrived
   * @param away from the cut until the session was resumed; empty if it was not
   * @param longestPause between the arrivals of two frames that follow one another
   * @param code the privacy code that the bot shows; empty if its call is not encrypted
   * @param sameCode whether the listener shows the same
   * @param readable frames that the voice server could have read
   */
  record Outcome(
      FrameComparison comparison,
      Duration joined,
      Duration played,
      Optional<Duration> away,
      Duration longestPause,
      Optional<String> code,
      boolean sameCode,
      long readable) {}

  private final EncryptionMode mode;
  private final SoundFile sound;
  private final List<byte[]> packets;
  private final SceneObserver observer;
  private final Optional<AuditSink> audit;
  private final FrameCollector collector = new FrameCollector();
  private final List<FrameReceived> frames = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Duration> half = new CompletableFuture<>();
  private final CompletableFuture<Duration> resumed = new CompletableFuture<>();
  private volatile boolean begun;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  /**
   * A scene that has not begun.
   *
   * @param packets what the file holds, as found by reading it another time
   * @param audit where every step is recorded
   */
  DemoScene(
      EncryptionMode mode,
      SoundFile sound,
      List<byte[]> packets,
      SceneObserver observer,
      Optional<AuditSink> audit) {
    this.mode = mode;
    this.sound = sound;
    this.packets = packets;
    this.observer = observer;
    this.audit = audit;
  }

  /** Plays the scene. The observer has heard everything when this returns or throws. */
  Outcome play() throws CommandFailedException, InterruptedException {
    ExecutorService callbacks = Executors.newSingleThreadExecutor();
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().dave(DaveMode.REQUIRED).listener(this::heard).start();
        FakeDiscordGateway listening = FakeDiscordGateway.strict(LISTENER, server);
        Voice listener =
            Voice.builder(listening).userId(LISTENER).options(options(server)).build();
        Connection there = join(listener);
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, server);
        Voice voice = voice(gateway, server, callbacks)) {
      there.onOpus(collector);
      begun = true;
      voice.onTransition(observer::transition);
      half.thenRunAsync(() -> server.dropConnection(GUILD, BOT), callbacks);
      return play(voice, there);
    } finally {
      callbacks.shutdown();
      callbacks.awaitTermination(ARRIVAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      observer.ended();
    }
  }

  private VoiceOptions options(EmbeddedVoiceServer server) {
    return VoiceOptions.builder().trust(server.caCertificate()).modes(mode).build();
  }

  private Voice voice(
      FakeDiscordGateway gateway, EmbeddedVoiceServer server, ExecutorService callbacks) {
    Voice.Builder builder =
        Voice.builder(new OverheardGateway(gateway, observer))
            .userId(BOT)
            .options(options(server))
            .callbacks(callbacks);
    audit.ifPresent(builder::audit);
    return builder.build();
  }

  private static Connection join(Voice voice) throws CommandFailedException {
    try {
      return voice.joinChannel(GUILD, CHANNEL);
    } catch (VoiceConnectException e) {
      throw new CommandFailedException(e.reason().title(), Sentences.of(e));
    }
  }

  private Outcome play(Voice voice, Connection there)
      throws CommandFailedException, InterruptedException {
    long start = System.nanoTime();
    try (Connection connection = join(voice)) {
      long joined = System.nanoTime();
      awaitIfItComes(encrypted(connection));
      awaitIfItComes(encrypted(there));
      collector.await(packets.size() + FrameComparison.SILENCE_FRAMES);
      play(connection);
      awaitIfItComes(collector.full());
      awaitIfItComes(resumed);
      long arrived = System.nanoTime();
      Optional<String> code = code(connection);
      boolean sameCode = code.equals(code(there));
      observer.leaving();
      connection.disconnect();
      awaitIfItComes(left);
      List<FrameReceived> received = List.copyOf(frames);
      return new Outcome(
          FrameComparison.of(packets, collector.heard(received), skippedTicks(connection)),
          Duration.ofNanos(joined - start),
          Duration.ofNanos(arrived - joined),
          away(),
          longestPause(received),
          code,
          sameCode,
          received.stream().filter(this::isReadable).count());
    }
  }

  /**
   * Completes when bot and listener are in one group: until the listener has its keys too, it could
   * not hear what the bot says already.
   */
  private static CompletableFuture<Void> encrypted(Connection connection) {
    CompletableFuture<Void> both = new CompletableFuture<>();
    Consumer<DaveEncryption> watch =
        now -> {
          if (now.status() == DaveEncryption.Status.ON && now.members().size() > 1) {
            both.complete(null);
          }
        };
    connection.onEncryptionChange(watch);
    connection.encryption().ifPresent(watch);
    return both;
  }

  private static Optional<String> code(Connection connection) {
    return connection.encryption().flatMap(DaveEncryption::privacyCode);
  }

  /** Silence says nothing, and goes in clear. */
  private boolean isReadable(FrameReceived frame) {
    byte[] seen = frame.opus().toByteArray();
    return !frame.silence() && packets.stream().anyMatch(packet -> Arrays.equals(packet, seen));
  }

  private void play(Connection connection) throws CommandFailedException, InterruptedException {
    try {
      OpusSource source = sound.source();
      connection.play(source).get();
    } catch (IOException e) {
      throw CommandFailedException.ofFile(e);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(
          "ConnectionLost",
          "The connection ended while the file was played: " + connection.state());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException damaged) {
        throw CommandFailedException.ofFile(Sentences.cause(damaged));
      }
      throw new CommandFailedException("PlayFailed", "The file was not played: " + e.getCause());
    }
  }

  /** On the server's thread. What becomes of the listener is not told. */
  private void heard(ServerEvent event) {
    if (!begun || event.userId() == LISTENER) {
      return;
    }
    if (event instanceof FrameReceived frame) {
      frames.add(frame);
    }
    observer.server(event);
    if (frames.size() == (packets.size() + 1) / 2) {
      half.complete(event.at());
    }
    if (event instanceof ServerEvent.Resumed) {
      resumed.complete(event.at());
    }
    if (event instanceof ServerEvent.Left) {
      left.complete(null);
    }
  }

  /** What does not come within the limit is missing, and the comparison will say what. */
  private static void awaitIfItComes(Future<?> what) throws InterruptedException {
    try {
      what.get(ARRIVAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The comparison speaks of what is missing.
    }
  }

  private Optional<Duration> away() {
    return half.isDone() && resumed.isDone()
        ? Optional.of(resumed.join().minus(half.join()))
        : Optional.empty();
  }

  private static Duration longestPause(List<FrameReceived> frames) {
    Duration longest = Duration.ZERO;
    for (int i = 1; i < frames.size(); i++) {
      Duration pause = frames.get(i).at().minus(frames.get(i - 1).at());
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }
    return longest;
  }

  private static long skippedTicks(Connection connection) {
    return connection.statistics().udp().map(udp -> udp.shiftedTicks()).orElse(0L);
  }
}
