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
 * One run of the demo. A voice server with its own certificate accepts only the credentials of the
 * demo's main gateway. A listener is already in the channel. A bot joins, plays a file, and leaves.
 * The call is end-to-end encrypted; the frames that the listener decrypts are compared with the
 * file. In the middle of the file the bot's WebSocket is cut. The output is written by the {@link
 * SceneObserver}.
 */
final class DemoScene {
  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;
  static final long LISTENER = 80351110224678912L;

  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(5);

  /**
   * The result of a scene.
   *
   * @param comparison the comparison of the received frames with the file
   * @param joined the time from the join request until audio could be sent
   * @param played the time from then until the last frame of silence arrived
   * @param away the time from the cut until the session was resumed; empty if it was not resumed
   * @param longestPause the longest time between the arrivals of two consecutive frames
   * @param code the privacy code of the bot; empty if its call is not encrypted
   * @param sameCode whether the listener has the same privacy code
   * @param readable the number of frames that the voice server could read
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
   * Creates a scene.
   *
   * @param mode the encryption mode
   * @param sound the file to play
   * @param packets the packets of the file, from a separate read
   * @param observer receives the events of the scene
   * @param audit the sink that records every step
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

  /** Runs the scene. The observer has received all events when this returns or throws. */
  Outcome play() throws CommandFailedException, InterruptedException {
    ExecutorService callbacks = Executors.newSingleThreadExecutor();
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .dave(DaveMode.REQUIRED)
                .listener(this::onServerEvent)
                .start();
        FakeDiscordGateway listening = FakeDiscordGateway.strict(LISTENER, server);
        Voice listener =
            Voice.builder(listening).userId(LISTENER).options(options(server)).build();
        Connection listenerConnection = join(listener);
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, server);
        Voice voice = voice(gateway, server, callbacks)) {
      listenerConnection.onOpus(collector);
      begun = true;
      voice.onTransition(observer::transition);
      half.thenRunAsync(() -> server.dropConnection(GUILD, BOT), callbacks);
      return play(voice, listenerConnection);
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
        Voice.builder(new ObservedGateway(gateway, observer))
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
      throw new CommandFailedException(e.reason().title(), ErrorMessages.of(e));
    }
  }

  private Outcome play(Voice voice, Connection listenerConnection)
      throws CommandFailedException, InterruptedException {
    long start = System.nanoTime();
    try (Connection connection = join(voice)) {
      long joined = System.nanoTime();
      awaitOptional(encrypted(connection));
      awaitOptional(encrypted(listenerConnection));
      collector.await(packets.size() + FrameComparison.SILENCE_FRAMES);
      play(connection);
      awaitOptional(collector.full());
      awaitOptional(resumed);
      long arrived = System.nanoTime();
      Optional<String> code = code(connection);
      boolean sameCode = code.equals(code(listenerConnection));
      observer.leaving();
      connection.disconnect();
      awaitOptional(left);
      List<FrameReceived> received = List.copyOf(frames);
      return new Outcome(
          FrameComparison.of(packets, collector.decrypted(received), skippedTicks(connection)),
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
   * Completes when the bot and the listener are in the same encryption group. Before that, the
   * listener has no keys to decrypt frames of the bot.
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

  /**
   * Whether the voice server could read the frame. Frames of silence are sent unencrypted and do
   * not count.
   */
  private boolean isReadable(FrameReceived frame) {
    byte[] received = frame.opus().toByteArray();
    return !frame.silence() && packets.stream().anyMatch(packet -> Arrays.equals(packet, received));
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
          "The connection ended before the file was played to its end: " + connection.state());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException damaged) {
        throw CommandFailedException.ofFile(ErrorMessages.cause(damaged));
      }
      throw new CommandFailedException("PlayFailed", "Playing the file failed: " + e.getCause());
    }
  }

  /** Runs on the server's thread. Events of the listener are ignored. */
  private void onServerEvent(ServerEvent event) {
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

  /** Waits for a limited time. The comparison reports everything that is missing. */
  private static void awaitOptional(Future<?> what) throws InterruptedException {
    try {
      what.get(ARRIVAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The comparison reports everything that is missing.
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
