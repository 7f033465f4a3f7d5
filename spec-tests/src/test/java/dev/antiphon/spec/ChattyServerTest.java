package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server sends many well-formed messages that are out of place, or that nobody knows. */
class ChattyServerTest {
  private static final int FLOOD = 20_000;

  /** More keys than a connection remembers. */
  private static final int KEYS = 20;

  static List<Arguments> misplaced() {
    return List.of(
        Arguments.of("Hello", new Hello(60_000)),
        Arguments.of("Resumed", new Resumed()),
        Arguments.of("Ready", new Ready(0, "127.0.0.1", 0, List.of("aead_aes256_gcm_rtpsize"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misplaced")
  void floodOfMisplacedMessagesCausesAResumeThenARejoinThenAFailure(
      String name, GatewayMessage message) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot(options -> options.retries(TestEnvironment.retries(1, 1)));
      Connection connection = bot.join();
      CompletableFuture<ConnectionState> closed = connection.closed();
      int sent = 0;
      while (!closed.isDone() && sent < FLOOD) {
        sent += env.server().sendTo(GUILD, BOT, message) ? 1 : 0;
      }
      ConnectionState end = closed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(end)
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED));
      assertThat(connection.transitions().stream().map(Transition::to))
          .containsSubsequence(VoiceState.RESUMING, VoiceState.BACKOFF, VoiceState.FAILED);
      // Three violations for each of the few sockets, whatever the server has sent.
      OpenResources.awaitThat(
          "three violations are counted", () -> connection.statistics().violations() >= 3);
      assertThat(connection.statistics().violations()).isLessThanOrEqualTo(30);
    }
  }

  @Test
  void floodOfUnknownMessagesIsNoViolation() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      for (int i = 0; i < 500; i++) {
        assertThat(env.server().sendRaw(GUILD, BOT, "{\"op\":98,\"d\":{\"a\":1},\"x\":2}"))
            .isTrue();
        assertThat(
                env.server()
                    .sendRaw(
                        GUILD,
                        BOT,
                        "{\"op\":5,\"d\":{\"user_id\":\"9\",\"ssrc\":9,\"speaking\":1,\"x\":[]}}"))
            .isTrue();
      }
      CompletableFuture<Transition> moved =
          Transitions.until(connection, VoiceState.ESTABLISHED, VoiceState.RESUMING);
      env.server().sendTo(GUILD, BOT, new Resumed());
      env.server().sendTo(GUILD, BOT, new Resumed());
      env.server().sendTo(GUILD, BOT, new Resumed());
      moved.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      OpenResources.awaitThat(
          "three violations are counted", () -> connection.statistics().violations() == 3);
    }
  }

  @Test
  void keyInUseIsStillKnownAfterManyUnusableSessionDescriptions() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot(options -> options.violationsTolerated(KEYS + 1)).join();
      for (int i = 0; i < KEYS; i++) {
        assertThat(env.server().sendTo(GUILD, BOT, unusable(i))).isTrue();
      }
      CompletableFuture<Transition> waiting =
          Transitions.until(connection, VoiceState.RESUMING, VoiceState.BACKOFF);
      env.server().die(true);
      waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture<Transition> resumed =
          Transitions.until(connection, VoiceState.RESUMING, VoiceState.ESTABLISHED);
      env.server().comeBack();
      resumed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(connection.statistics().violations()).isEqualTo(KEYS);
    }
  }

  /** A Session Description with a key that is too short. */
  private static GatewayMessage unusable(int number) {
    return new SessionDescription(
        "aead_aes256_gcm_rtpsize", TransportKey.copyOf(new byte[] {(byte) number}), 0);
  }
}
