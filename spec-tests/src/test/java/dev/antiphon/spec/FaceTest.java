package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.UnsupportedFrameException;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the API promises to its callers. */
class FaceTest {

  @Test
  void aSecondJoinOfTheSameChannelJoinsTheFirst() throws Exception {
    try (Scene scene = Scene.open()) {
      Voice voice = scene.bot().voice();
      CompletableFuture<Connection> first = voice.joinChannelAsync(GUILD, CHANNEL);
      CompletableFuture<Connection> second = voice.joinChannelAsync(GUILD, CHANNEL);
      Connection joined = get(first);
      assertThat(get(second)).isSameAs(joined);
      assertThat(voice.joinChannel(GUILD, CHANNEL)).isSameAs(joined);
      assertThat(voice.connections()).containsExactly(joined);
    }
  }

  @Test
  void aJoinOfAnotherChannelIsAMoveOfTheSameConnection() {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      Connection connection = bot.join();
      assertThat(bot.voice().joinChannel(GUILD, CHANNEL + 1)).isSameAs(connection);
      assertThat(connection.state())
          .isInstanceOfSatisfying(
              ConnectionState.Established.class,
              state -> assertThat(state.channelId()).isEqualTo(CHANNEL + 1));
    }
  }

  @Test
  void aJoinRightAfterALeaveMakesANewConnection() {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      Connection first = bot.join();
      first.disconnect();
      Connection second = bot.join();
      assertThat(second).isNotSameAs(first);
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(second.state()).isInstanceOf(ConnectionState.Established.class);
      assertThat(first.state())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    }
  }

  @Test
  @Tag("P12")
  void leavesAndJoinsOfAGuildReachDiscordInTheirOrder() {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      for (int round = 0; round < 40; round++) {
        bot.join().disconnect();
      }
      bot.join();
      List<UpdateVoiceState> sent = bot.gateway().sent();
      for (int i = 0; i < sent.size(); i++) {
        assertThat(sent.get(i).channelId().isPresent())
            .as("op 4 number %d", i)
            .isEqualTo(i % 2 == 0);
      }
    }
  }

  @Test
  void whatIsChainedToAFutureRunsOnTheCallbacksThread() throws Exception {
    try (Scene scene = Scene.open()) {
      Connection connection = scene.bot().join();
      CompletableFuture<String> thread = new CompletableFuture<>();
      connection
          .play(new ListSource(Scene.frames(2)))
          .thenRun(() -> thread.complete(Thread.currentThread().getName()));
      assertThat(get(thread)).startsWith("antiphon-callbacks");
    }
  }

  @Test
  @Tag("P18")
  void aConnectionThatHasEndedTakesEveryCommandCalmly() throws Exception {
    Connection connection;
    try (Scene scene = Scene.open()) {
      connection = scene.bot().join();
    }
    connection.disconnect();
    connection.speaking(SpeakingFlag.PRIORITY);
    connection.stopSpeaking();
    connection.close();
    assertThat(get(connection.closed()))
        .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CLOSED));
  }

  @Test
  void aTimeoutLeaves() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, CHANNEL, Duration.ofMillis(100)))
          .isInstanceOf(VoiceConnectException.class)
          .hasMessageContaining("longer than 100 ms");
      awaitNoConnection(bot.voice());
    }
  }

  @Test
  void anInterruptLeavesAndStaysSet() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread joiner =
          new Thread(
              () -> {
                try {
                  bot.join();
                  interrupted.complete(false);
                } catch (VoiceConnectException e) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                }
              });
      joiner.start();
      joiner.interrupt();
      assertThat(get(interrupted)).isTrue();
      joiner.join();
      awaitNoConnection(bot.voice());
    }
  }

  @Test
  void cancellingTheFutureLeaves() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      assertThat(bot.voice().joinChannelAsync(GUILD, CHANNEL).cancel(false)).isTrue();
      awaitNoConnection(bot.voice());
    }
  }

  @Test
  void aBlockingJoinOnAnEventLoopIsRefused() throws Exception {
    try (Scene scene = Scene.open(server -> server.echo(true))) {
      Scene.Bot bot = scene.bot();
      Connection connection = bot.join();
      CompletableFuture<Connection> onLoop = new CompletableFuture<>();
      connection.onOpus(
          (userId, ssrc, sequence, timestamp, frame) -> {
            try {
              onLoop.complete(bot.voice().joinChannel(GUILD + 1, CHANNEL));
            } catch (IllegalStateException e) {
              onLoop.completeExceptionally(e);
            }
          });
      connection.opusSend().send(Scene.frame(1));
      assertThatThrownBy(() -> get(onLoop))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("event loop");
    }
  }

  @Test
  void aBlockingJoinInTheDeliveringThreadIsRefused() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      bot.join();
      CompletableFuture<Connection> inDelivery = new CompletableFuture<>();
      bot.gateway()
          .subscribe(
              new DiscordGateway.Listener() {
                @Override
                public void voiceStateUpdate(VoiceStateUpdate update) {
                  try {
                    inDelivery.complete(bot.voice().joinChannel(GUILD + 1, CHANNEL));
                  } catch (IllegalStateException e) {
                    inDelivery.completeExceptionally(e);
                  }
                }

                @Override
                public void voiceServerUpdate(VoiceServerUpdate update) {}
              });
      bot.voice().connection(GUILD).orElseThrow().close();
      assertThatThrownBy(() -> get(inDelivery))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("delivers");
    }
  }

  @Test
  void closingTheVoiceEndsEveryConnectionAndRefusesMore() {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      Connection connection = bot.join();
      bot.voice().close();
      assertThat(connection.state())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CLOSED));
      assertThatThrownBy(bot::join).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> connection.opusSend().offer(Scene.frame(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theApplicationsEventLoopsAreUsedAndLeftAlone() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server())) {
      try (Voice voice =
          Voice.builder(gateway)
              .userId(BOT)
              .options(scene.options(options -> {}))
              .eventLoops(group)
              .build()) {
        voice.joinChannel(GUILD, CHANNEL);
      }
      assertThat(group.isShuttingDown()).isFalse();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void aSourceIsPlayedToItsEndAndAFrameOfAnotherLengthIsRefusedByName() throws Exception {
    try (Scene scene = Scene.open()) {
      Connection connection = scene.bot().join();
      assertThatThrownBy(() -> connection.opusSend().offer(new byte[] {0x00, 1}))
          .isInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("10 ms");
      assertThatThrownBy(() -> connection.opusSend().send(new byte[0]))
          .isInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("empty");
      assertThatThrownBy(() -> get(connection.play(new ListSource(List.of(new byte[] {0x00, 1})))))
          .hasCauseInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("10 ms");
      List<byte[]> frames = Scene.frames(8);
      get(connection.play(new ListSource(frames)));
      assertThat(scene.server().awaitFrames(GUILD, BOT, frames.size(), LIMIT))
          .extracting(frame -> frame.opus().toByteArray())
          .containsExactlyElementsOf(frames);
    }
  }

  @Test
  void theApplicationsProviderMakesTheTransportCiphers() throws Exception {
    AvailableCiphers runtime = AvailableCiphers.ofRuntime();
    Queue<EncryptionMode> made = new ConcurrentLinkedQueue<>();
    TransportCiphers provider =
        new TransportCiphers() {
          @Override
          public boolean supports(EncryptionMode mode) {
            return true;
          }

          @Override
          public TransportCipher create(EncryptionMode mode, TransportKey key) {
            made.add(mode);
            return runtime.create(mode, key);
          }
        };
    try (Scene scene = Scene.open()) {
      Connection connection = scene.bot(options -> options.transportCiphers(provider)).join();
      get(connection.play(new ListSource(Scene.frames(1))));
      scene.server().awaitFrames(GUILD, BOT, 1, LIMIT);
      EncryptionMode chosen = ((ConnectionState.Established) connection.state()).mode();
      assertThat(made).containsExactly(chosen, chosen); // one for each direction
    }
  }

  /** Whoever is still there must be on the way out by itself. */
  private static void awaitNoConnection(Voice voice) throws Exception {
    for (Connection connection : voice.connections()) {
      assertThat(get(connection.closed()))
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    }
    assertThat(voice.connections()).isEmpty();
  }

  private static <T> T get(CompletableFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
