package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.statemachine.flow.DisconnectReason;
import dev.antiphon.statemachine.flow.FailureCause;
import dev.antiphon.statemachine.flow.Origin;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the voice server's closing of an established connection leads to, over a real socket. */
class CloseCodesTest {
  private static final Map<Integer, FailureCause> FAILURES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1000, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(1001, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(4000, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(4001, FailureCause.PROTOCOL_ERROR),
              Map.entry(4002, FailureCause.PROTOCOL_ERROR),
              Map.entry(4003, FailureCause.PROTOCOL_ERROR),
              Map.entry(4004, FailureCause.AUTHENTICATION_FAILED),
              Map.entry(4005, FailureCause.PROTOCOL_ERROR),
              Map.entry(4006, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(4009, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(4011, FailureCause.SERVER_NOT_FOUND),
              Map.entry(4012, FailureCause.UNKNOWN_PROTOCOL),
              Map.entry(4015, FailureCause.RETRIES_EXHAUSTED),
              Map.entry(4016, FailureCause.NO_COMMON_MODE),
              Map.entry(4017, FailureCause.DAVE_REQUIRED),
              Map.entry(4020, FailureCause.PROTOCOL_ERROR),
              Map.entry(4021, FailureCause.RATE_LIMITED),
              Map.entry(4999, FailureCause.RETRIES_EXHAUSTED)));

  @Test
  void everyCloseCodeEndsTheConnectionAsItSays() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      for (Map.Entry<Integer, FailureCause> expected : FAILURES.entrySet()) {
        assertThat(endAfter(scene, bot, expected.getKey()))
            .isEqualTo(
                new ConnectionState.Failed(
                    expected.getValue(), new Origin.Closed(expected.getKey())));
      }
      assertThat(endAfter(scene, bot, 4014))
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.KICKED));
      assertThat(endAfter(scene, bot, 4022))
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CALL_TERMINATED));
    }
  }

  @Test
  void aResetOfTheTcpConnectionIsALoss() throws Exception {
    try (Scene scene = Scene.open()) {
      Connection connection = scene.bot().join();
      assertThat(scene.server().dropConnection(GUILD, BOT)).isTrue();
      assertThat(endOf(connection))
          .isEqualTo(
              new ConnectionState.Failed(FailureCause.RETRIES_EXHAUSTED, new Origin.Closed(1006)));
    }
  }

  private static ConnectionState endAfter(Scene scene, Scene.Bot bot, int code) throws Exception {
    Connection connection = bot.join();
    assertThat(scene.server().disconnect(GUILD, BOT, code)).isTrue();
    return endOf(connection);
  }

  private static ConnectionState endOf(Connection connection) throws Exception {
    ConnectionState end = connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    connection.close();
    return end;
  }
}
