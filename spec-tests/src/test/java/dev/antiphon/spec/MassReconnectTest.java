package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
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

/** Many connections of one process lose their server at the same time, and all are restored. */
class MassReconnectTest {
  private static final int CONNECTIONS = 200;

  /** Long enough that the retries continue until the stopped server is back. */
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);

  @Test
  void twoHundredLostConnectionsAreRestoredAndLaterReleaseAllResources() throws Exception {
    try (TestEnvironment warmUp = TestEnvironment.open()) {
      warmUp.bot().join();
    }
    long socketsBefore = OpenResources.sockets();
    EventLoopGroup group = OpenResources.newLoops();
    try (TestEnvironment env = TestEnvironment.open(EmbeddedVoiceServerBuilder::plain);
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(
                    env.options(
                        options -> options.retries(TestEnvironment.retries(4, 8, RETRY_DELAY))))
                .eventLoops(group)
                .build()) {
      List<Connection> connections = joinAll(voice);
      loseAndRestore(connections, () -> env.server().dropConnections());
      assertThat(connections)
          .allSatisfy(
              connection ->
                  assertThat(Transitions.path(connection)).doesNotContain("Backoff Rejoin"));
      assertReceived(env.server(), connections, 1);

      loseAndRestore(connections, () -> stopAndRestart(env.server(), connections));
      assertThat(connections)
          .allSatisfy(
              connection -> assertThat(Transitions.path(connection)).contains("Backoff Rejoin"));
      assertReceived(env.server(), connections, 2);

      connections.forEach(Connection::disconnect);
      for (Connection connection : connections) {
        connection.close();
      }
      assertThat(voice.connections()).isEmpty();
      OpenResources.awaitThat("no timer is left", () -> OpenResources.timers(group) == 0);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
    OpenResources.awaitThat(
        "no thread of the library is left", () -> OpenResources.libraryThreads().isEmpty());
    if (socketsBefore >= 0) {
      OpenResources.awaitThat("no socket is left", () -> OpenResources.sockets() <= socketsBefore);
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

  /** Runs the loss and waits until every connection is established again. */
  private static void loseAndRestore(List<Connection> connections, Runnable loss) throws Exception {
    List<CompletableFuture<?>> back = new ArrayList<>();
    for (Connection connection : connections) {
      CompletableFuture<Void> established = new CompletableFuture<>();
      connection.onTransition(
          transition -> {
            if (transition.to() == VoiceState.ESTABLISHED) {
              established.complete(null);
            }
          });
      back.add(established);
    }
    loss.run();
    CompletableFuture.allOf(back.toArray(CompletableFuture[]::new))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(connections)
        .extracting(Connection::state)
        .allMatch(ConnectionState.Established.class::isInstance);
  }

  /**
   * Stops the server until every connection has noticed it. The restarted server has no sessions.
   */
  private static void stopAndRestart(EmbeddedVoiceServer server, List<Connection> connections) {
    server.die(false);
    OpenResources.awaitThat(
        "every connection has lost the server",
        () ->
            connections.stream()
                .noneMatch(
                    connection -> connection.state() instanceof ConnectionState.Established));
    server.comeBack();
  }

  private static void assertReceived(
      EmbeddedVoiceServer server, List<Connection> connections, int number) throws Exception {
    for (Connection connection : connections) {
      connection.opusSend().send(TestEnvironment.frame(number));
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
