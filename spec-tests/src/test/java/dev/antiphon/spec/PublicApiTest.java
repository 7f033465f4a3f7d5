package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guarantees of the public API. */
class PublicApiTest {

  @Test
  void secondJoinOfTheSameChannelReturnsTheSameConnection() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Voice voice = env.bot().voice();
      CompletableFuture<Connection> first = voice.joinChannelAsync(GUILD, CHANNEL);
      CompletableFuture<Connection> second = voice.joinChannelAsync(GUILD, CHANNEL);
      Connection joined = get(first);
      assertThat(get(second)).isSameAs(joined);
      assertThat(voice.joinChannel(GUILD, CHANNEL)).isSameAs(joined);
      assertThat(voice.connections()).containsExactly(joined);
    }
  }

  @Test
  void joinOfAnotherChannelMovesTheConnection() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Connection connection = bot.join();
      assertThat(bot.voice().joinChannel(GUILD, CHANNEL + 1)).isSameAs(connection);
      assertThat(connection.state())
          .isInstanceOfSatisfying(
              ConnectionState.Established.class,
              state -> assertThat(state.channelId()).isEqualTo(CHANNEL + 1));
    }
  }

  @Test
  void joinDirectlyAfterALeaveCreatesANewConnection() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
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
  void leavesAndJoinsOfAGuildAreSentInOrder() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
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
  void callbacksOfFuturesRunOnTheCallbackThread() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      CompletableFuture<String> thread = new CompletableFuture<>();
      connection
          .play(new ListSource(TestEnvironment.frames(2)))
          .thenRun(() -> thread.complete(Thread.currentThread().getName()));
      assertThat(get(thread)).startsWith("antiphon-callbacks");
    }
  }

  @Test
  @Tag("P18")
  void commandsAfterTheEndOfTheConnectionAreIgnored() throws Exception {
    Connection connection;
    try (TestEnvironment env = TestEnvironment.open()) {
      connection = env.bot().join();
    }
    connection.disconnect();
    connection.speaking(SpeakingFlag.PRIORITY);
    connection.stopSpeaking();
    connection.close();
    assertThat(get(connection.closed()))
        .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CLOSED));
  }

  @Test
  void joinThatTimesOutSendsALeave() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, CHANNEL, Duration.ofMillis(100)))
          .isInstanceOf(VoiceConnectException.class)
          .hasMessageContaining("longer than 100 ms");
      awaitNoConnection(bot.voice());
    }
  }

  @Test
  void interruptedJoinSendsALeaveAndKeepsTheInterruptFlag() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
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
  void cancelledJoinSendsALeave() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      bot.gateway().answering(FakeDiscordGateway.Answering.SILENTLY);
      assertThat(bot.voice().joinChannelAsync(GUILD, CHANNEL).cancel(false)).isTrue();
      awaitNoConnection(bot.voice());
    }
  }

  @Test
  void blockingJoinOnAnEventLoopIsRefused() throws Exception {
    try (TestEnvironment env = TestEnvironment.open(server -> server.echo(true))) {
      TestEnvironment.Bot bot = env.bot();
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
      connection.opusSend().send(TestEnvironment.frame(1));
      assertThatThrownBy(() -> get(onLoop))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("event loop");
    }
  }

  @Test
  void blockingJoinOnTheMainGatewayThreadIsRefused() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      bot.join();
      CompletableFuture<Connection> onGatewayThread = new CompletableFuture<>();
      bot.gateway()
          .subscribe(
              new DiscordGateway.Listener() {
                @Override
                public void voiceStateUpdate(VoiceStateUpdate update) {
                  try {
                    onGatewayThread.complete(bot.voice().joinChannel(GUILD + 1, CHANNEL));
                  } catch (IllegalStateException e) {
                    onGatewayThread.completeExceptionally(e);
                  }
                }

                @Override
                public void voiceServerUpdate(VoiceServerUpdate update) {}
              });
      bot.voice().connection(GUILD).orElseThrow().close();
      assertThatThrownBy(() -> get(onGatewayThread))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("delivers");
    }
  }

  @Test
  void closeEndsAllConnectionsAndRefusesNewJoins() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Connection connection = bot.join();
      bot.voice().close();
      assertThat(connection.state())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CLOSED));
      assertThatThrownBy(bot::join).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> connection.opusSend().offer(TestEnvironment.frame(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void customEventLoopsAreUsedAndNotShutDown() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      try (Voice voice =
          Voice.builder(gateway)
              .userId(BOT)
              .options(env.options(options -> {}))
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
  void framesOf20MillisecondsArePlayedAndFramesOfOtherLengthsAreRefused() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      assertThatThrownBy(() -> connection.opusSend().offer(new byte[] {0x00, 1}))
          .isInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("10 ms");
      assertThatThrownBy(() -> connection.opusSend().send(new byte[0]))
          .isInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("empty");
      assertThatThrownBy(() -> get(connection.play(new ListSource(List.of(new byte[] {0x00, 1})))))
          .hasCauseInstanceOf(UnsupportedFrameException.class)
          .hasMessageContaining("10 ms");
      List<byte[]> frames = TestEnvironment.frames(8);
      get(connection.play(new ListSource(frames)));
      assertThat(env.server().awaitFrames(GUILD, BOT, frames.size(), LIMIT))
          .extracting(frame -> frame.opus().toByteArray())
          .containsExactlyElementsOf(frames);
    }
  }

  @Test
  void customProviderCreatesTheTransportCiphers() throws Exception {
    AvailableCiphers runtime = AvailableCiphers.ofRuntime();
    Queue<EncryptionMode> created = new ConcurrentLinkedQueue<>();
    TransportCiphers provider =
        new TransportCiphers() {
          @Override
          public boolean supports(EncryptionMode mode) {
            return true;
          }

          @Override
          public TransportCipher create(EncryptionMode mode, TransportKey key) {
            created.add(mode);
            return runtime.create(mode, key);
          }
        };
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot(options -> options.transportCiphers(provider)).join();
      get(connection.play(new ListSource(TestEnvironment.frames(1))));
      env.server().awaitFrames(GUILD, BOT, 1, LIMIT);
      EncryptionMode chosen = ((ConnectionState.Established) connection.state()).mode();
      assertThat(created).containsExactly(chosen, chosen); // one cipher per direction
    }
  }

  /** Every remaining connection must end without further commands. */
  private static void awaitNoConnection(Voice voice) throws Exception {
    for (Connection connection : voice.connections()) {
      assertThat(get(connection.closed()))
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    }
    assertThat(voice.connections()).isEmpty();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
