package dev.antiphon.testkit;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.Left;
import dev.antiphon.testkit.server.SessionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of {@code EmbeddedVoiceServer.session} and of {@code disconnect} with its result. */
class DisconnectSessionTest {

  private static final long GUILD = 1;
  private static final long USER = 2;
  private static final int MOVED = CloseCode.CLOSE_4014.number();
  private static final int CRASHED = CloseCode.CLOSE_4015.number();

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();

  @AfterEach
  void stop() {
    server.close();
  }

  private SessionInfo session() {
    return server.session(GUILD, USER).orElseThrow();
  }

  @Test
  void memberHasASessionFromIdentifyUntilTheConnectionCloses() {
    assertThat(server.session(GUILD, USER)).isEmpty();
    try (TestClient client = TestClient.joined(server, GUILD, USER)) {
      assertThat(session()).isEqualTo(server.sessions().get(0));
      assertThat(server.session(GUILD, USER + 1)).isEmpty();
      assertThat(server.session(GUILD + 1, USER)).isEmpty();
      client.close(CloseCode.CLOSE_1000.number());
    }
    server.await(Left.class, left -> true, LIMIT);
    assertThat(server.session(GUILD, USER)).isEmpty();
  }

  @Test
  void sessionIsClosedWhenDisconnectReturns() {
    try (TestClient client = TestClient.joined(server, GUILD, USER)) {
      assertThat(server.disconnect(session(), MOVED)).isTrue();
      assertThat(client.closeCode()).isEqualTo(MOVED);
      assertThat(server.events())
          .filteredOn(Left.class::isInstance)
          .singleElement()
          .returns(LeaveReason.SERVER_CLOSED, left -> ((Left) left).reason());
    }
  }

  @Test
  void disconnectOfAnEndedSessionKeepsTheNextSessionOfTheMemberOpen() {
    try (TestClient previous = TestClient.joined(server, GUILD, USER)) {
      SessionInfo first = session();
      assertThat(server.disconnect(first, MOVED)).isTrue();
      try (TestClient later = TestClient.joined(server, GUILD, USER)) {
        assertThat(server.disconnect(first, MOVED)).isFalse();
        assertThat(session()).returns(true, SessionInfo::connected).isNotEqualTo(first);
        assertThat(later.closedWith()).isEmpty();
      }
      assertThat(previous.closedWith()).contains(MOVED);
    }
  }

  @Test
  void disconnectOfAResumedSessionClosesItsNewConnection() {
    try (TestClient client = TestClient.joined(server, GUILD, USER)) {
      SessionInfo first = session();
      server.dropConnection(GUILD, USER);
      try (TestClient next = TestClient.open(server, GUILD, USER).continuing(client)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
        assertThat(server.disconnect(first, CRASHED)).isTrue();
        assertThat(next.closeCode()).isEqualTo(CRASHED);
      }
    }
  }

  @Test
  void disconnectEndsASessionWithoutConnectionIfItsCloseCodeForbidsAResume() {
    try (TestClient client = TestClient.joined(server, GUILD, USER)) {
      server.dropConnection(GUILD, USER);
      server.await(Closed.class, closed -> true, LIMIT);
      assertThat(server.disconnect(session(), CRASHED)).isFalse();
      assertThat(server.session(GUILD, USER)).isPresent();
      assertThat(server.disconnect(session(), MOVED)).isFalse();
      assertThat(server.session(GUILD, USER)).isEmpty();
      assertThat(client.closeCode()).isEqualTo(CloseCode.CLOSE_1006.number());
    }
  }

  @Test
  void disconnectThrowsWhenTheCloseCodeCannotBeSent() {
    try (TestClient client = TestClient.joined(server, GUILD, USER)) {
      SessionInfo open = session();
      int never = CloseCode.CLOSE_1006.number();
      assertThatThrownBy(() -> server.disconnect(open, never))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Expected a code that is allowed in a close frame, or 1005 for a frame without a code, found 1006");
      assertThat(client.closedWith()).isEmpty();
    }
  }
}
