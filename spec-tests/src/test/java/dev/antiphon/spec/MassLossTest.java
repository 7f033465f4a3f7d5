package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many connections of one process lose their server in the same moment, and all come back. */
class MassLossTest {
  private static final int CONNECTIONS = 200;

  /** Long enough that the waits for a server that is dead outlast its death. */
  private static final Duration WAIT = Duration.ofMillis(300);

  @Test
  void twoHundredConnectionsComeBackAndLeaveNothingBehind() throws Exception {
    try (Scene warmUp = Scene.open()) {
      warmUp.bot().join();
    }
    long socketsBefore = Leftovers.sockets();
    EventLoopGroup group = Leftovers.newLoops();
    try (Scene scene = Scene.open(EmbeddedVoiceServerBuilder::plain);
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(scene.options(options -> options.retries(Scene.retries(4, 8, WAIT))))
                .eventLoops(group)
                .build()) {
      List<Connection> connections = joinAll(voice);
      loseAndComeBack(connections, () -> scene.server().dropConnections());
      assertThat(connections)
          .allSatisfy(
              connection -> assertThat(Waiting.path(connection)).doesNotContain("Backoff Rejoin"));
      assertHeard(scene.server(), connections, 1);

      loseAndComeBack(connections, () -> dieAndComeBack(scene.server(), connections));
      assertThat(connections)
          .allSatisfy(
              connection -> assertThat(Waiting.path(connection)).contains("Backoff Rejoin"));
      assertHeard(scene.server(), connections, 2);

      connections.forEach(Connection::disconnect);
      for (Connection connection : connections) {
        connection.close();
      }
      assertThat(voice.connections()).isEmpty();
      Leftovers.awaitThat("no timer is left", () -> Leftovers.timers(group) == 0);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
    Leftovers.awaitThat("no thread of ours is left", () -> Leftovers.ourThreads().isEmpty());
    if (socketsBefore >= 0) {
      Leftovers.awaitThat("no socket is left", () -> Leftovers.sockets() <= socketsBefore);
    }
  }

  private static List<Connection> joinAll(Voice voice) throws Exception {
    List<CompletableFuture<Connection>> joins =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(guild -> voice.joinChannelAsync(GUILD + guild, CHANNEL))
            .toList();
    List<Connection> connections = new ArrayList<>();
    for (CompletableFuture<Connection> join : joins) {
      connections.add(join.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    return connections;
  }

  /** All lose their server, and all stand again, each after it has lost it. */
  private static void loseAndComeBack(List<Connection> connections, Runnable loss)
      throws Exception {
    List<CompletableFuture<?>> back = new ArrayList<>();
    for (Connection connection : connections) {
      CompletableFuture<Void> stands = new CompletableFuture<>();
      connection.onTransition(
          transition -> {
            if (transition.to() == VoiceState.ESTABLISHED) {
              stands.complete(null);
            }
          });
      back.add(stands);
    }
    loss.run();
    CompletableFuture.allOf(back.toArray(CompletableFuture[]::new))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(connections)
        .extracting(Connection::state)
        .allMatch(ConnectionState.Established.class::isInstance);
  }

  /** The server stays dead until everybody has noticed, and has then forgotten everybody. */
  private static void dieAndComeBack(EmbeddedVoiceServer server, List<Connection> connections) {
    server.die(false);
    Leftovers.awaitThat(
        "everybody has lost the server",
        () ->
            connections.stream()
                .noneMatch(
                    connection -> connection.state() instanceof ConnectionState.Established));
    server.comeBack();
  }

  private static void assertHeard(
      EmbeddedVoiceServer server, List<Connection> connections, int number) throws Exception {
    for (Connection connection : connections) {
      connection.opusSend().send(Scene.frame(number));
    }
    for (Connection connection : connections) {
      server.await(
          ServerEvent.FrameReceived.class,
          frame ->
              frame.guildId() == connection.guildId() && frame.opus().toByteArray()[2] == number,
          LIMIT);
    }
  }
}
