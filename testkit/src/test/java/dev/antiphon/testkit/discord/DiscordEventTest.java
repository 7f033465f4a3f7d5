package dev.antiphon.testkit.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Discord events for a client in a call. */
class DiscordEventTest {

  private static final long GUILD = 1;
  private static final long USER = 2;
  private static final long CHANNEL = 7;

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(USER, server);
  private final MainGatewayListener received = MainGatewayListener.at(gateway);
  private Identify identify;
  private TestClient client;

  @BeforeEach
  void join() {
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(CHANNEL), true, false));
    client = identified(server, received.state(), received.server());
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    server.close();
  }

  private TestClient identified(
      EmbeddedVoiceServer at, VoiceStateUpdate state, VoiceServerUpdate update) {
    assertThat(update.endpoint()).contains(at.endpoint());
    identify = new Identify(GUILD, USER, state.sessionId(), update.token(), 0);
    TestClient opened = TestClient.open(at, GUILD, USER);
    opened.send(identify);
    opened.ready = opened.next(Ready.class);
    return opened;
  }

  private void assertOldCredentialsAreRefused(int code) {
    try (TestClient late = TestClient.open(server, GUILD, USER)) {
      late.send(identify);
      assertThat(late.closeCode()).isEqualTo(code);
    }
  }

  @Test
  void moveSendsVoiceStateAndVoiceServerAndClosesTheSession() {
    gateway.moved(GUILD, 8).emitAll();
    VoiceStateUpdate state = received.state();
    assertThat(state.channelId()).hasValue(8);
    assertThat(state.selfMute()).isTrue();
    assertThat(client.closeCode()).isEqualTo(4014);
    assertThat(gateway.channelIn(GUILD)).hasValue(8);
    assertOldCredentialsAreRefused(4004);
    identified(server, state, received.server()).close();
  }

  @Test
  void messageOfAStepHasArrivedWhenEmitReturns() {
    DiscordEvent move = gateway.moved(GUILD, 8);
    assertThat(move.steps()).containsExactly(Step.STATE, Step.SERVER, Step.CLOSE);
    assertThat(received.all()).isEmpty();
    assertOldCredentialsAreRefused(4004);
    move.closingWith(4022).emit(Step.CLOSE);
    assertThat(client.closedWith()).contains(4022);
    move.emit(Step.SERVER);
    assertThat(received.all()).singleElement().isInstanceOf(VoiceServerUpdate.class);
    move.emit(Step.STATE);
    assertThat(received.all()).singleElement().isInstanceOf(VoiceStateUpdate.class);
  }

  @Test
  void closeStepOfAMoveDoesNotCloseTheNewSession() {
    DiscordEvent move = gateway.moved(GUILD, 8).emitAll(Step.STATE, Step.SERVER);
    try (TestClient next = identified(server, received.state(), received.server())) {
      assertThat(client.closeCode()).isEqualTo(4014);
      move.emit(Step.CLOSE);
      next.discover();
      assertThat(next.closedWith()).isEmpty();
    }
  }

  /** A session without a WebSocket can normally be resumed, but not after Discord has closed it. */
  @Test
  void closeStepEndsASessionThatWaitsForAResume() {
    client.abort();
    server.await(ServerEvent.Closed.class, closed -> true, TestClient.LIMIT);
    gateway.kicked(GUILD).emit(Step.CLOSE);
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void repeatedStepSendsTheSameMessage() {
    gateway.moved(GUILD, 8).emitAll(Step.SERVER, Step.SERVER, Step.STATE, Step.STATE);
    assertThat(received.server()).isEqualTo(received.server());
    assertThat(received.state()).isEqualTo(received.state());
  }

  @Test
  void emitThrowsWhenTheEventHasNoSuchStep() {
    DiscordEvent kick = gateway.kicked(GUILD);
    assertThatThrownBy(() -> kick.emit(Step.SERVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected one of [STATE, CLOSE], found SERVER");
    assertThatThrownBy(() -> kick.closingWith(1006)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void kickClosesTheSessionAndSendsTheVoiceState() {
    gateway.kicked(GUILD).emitAll(Step.CLOSE, Step.STATE);
    assertThat(client.closeCode()).isEqualTo(4014);
    assertThat(received.state().channelId()).isEmpty();
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    assertOldCredentialsAreRefused(4004);
  }

  @Test
  void channelDeletionSendsNoticeAndVoiceStateAndClosesTheSession() {
    gateway.channelDeleted(GUILD).emitAll();
    assertThat(received.next(String.class)).isEqualTo("channel 7 deleted");
    assertThat(received.state().channelId()).isEmpty();
    assertThat(client.closeCode()).isEqualTo(4022);
  }

  @Test
  void userStaysInTheChannelWhenTheCallEnds() {
    gateway.callEnded(GUILD).emitAll();
    assertThat(client.closeCode()).isEqualTo(4022);
    assertThat(received.all()).isEmpty();
    assertThat(gateway.channelIn(GUILD)).hasValue(CHANNEL);
  }

  @Test
  void guildRemovalAndLostPermissionSendANotice() {
    gateway.permissionLost(GUILD).emitAll();
    assertThat(received.next(String.class)).isEqualTo("permission for 7 lost");
    assertThat(gateway.channelIn(GUILD)).hasValue(CHANNEL);
    gateway.guildRemoved(GUILD).emitAll();
    assertThat(received.next(String.class)).isEqualTo("guild 1 removed");
    assertThat(client.closeCode()).isEqualTo(4014);
    assertThat(gateway.channelIn(GUILD)).isEmpty();
  }

  @Test
  void sessionsAfterAFailOverUseTheNewServer() {
    try (EmbeddedVoiceServer other = EmbeddedVoiceServer.builder().plain().start()) {
      DiscordEvent failOver = gateway.failOver(GUILD, other).emit(Step.SERVER_GONE);
      assertThat(received.server().endpoint()).isEmpty();
      assertOldCredentialsAreRefused(4004);
      failOver.emit(Step.CLOSE);
      assertThat(client.closeCode()).isEqualTo(4022);
      failOver.emit(Step.SERVER);
      VoiceServerUpdate to = received.server();
      assertThat(to.endpoint()).contains(other.endpoint());
      gateway.repeatState(GUILD);
      identified(other, received.state(), to).close();
      gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(8), false, false));
      identified(other, received.state(), received.server()).close();
    }
  }

  /** The old session is closed at its current server, not at the next one. */
  @Test
  void moveAfterAFailOverClosesTheSessionAtTheServerOfTheFailOver() {
    try (EmbeddedVoiceServer other = EmbeddedVoiceServer.builder().plain().start()) {
      gateway.failOver(GUILD, other).emitAll();
      received.server();
      gateway.repeatState(GUILD);
      VoiceServerUpdate to = received.server();
      try (TestClient current = identified(other, received.state(), to)) {
        gateway.serveFrom(server);
        gateway.moved(GUILD, 8).emitAll();
        assertThat(current.closeCode()).isEqualTo(4014);
        identified(server, received.state(), received.server()).close();
      }
    }
  }

  @Test
  void sessionChangeSendsANewSessionId() {
    gateway.sessionChanged(GUILD).emitAll(Step.STATE, Step.SERVER);
    VoiceStateUpdate state = received.state();
    assertThat(state.channelId()).hasValue(CHANNEL);
    assertThat(state.sessionId()).isNotEqualTo(identify.sessionId());
    assertOldCredentialsAreRefused(4006);
    identified(server, state, received.server()).close();
  }

  @Test
  void eventCannotBeCreatedWhenTheUserIsInNoChannel() {
    gateway.kicked(GUILD);
    for (Runnable action :
        List.<Runnable>of(
            () -> gateway.moved(GUILD, 8),
            () -> gateway.kicked(GUILD),
            () -> gateway.failOver(GUILD, server),
            () -> gateway.channelDeleted(GUILD),
            () -> gateway.callEnded(GUILD),
            () -> gateway.permissionLost(GUILD),
            () -> gateway.sessionChanged(GUILD))) {
      assertThatThrownBy(action::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected the user to be in a channel of guild 1, but it is in none.");
    }
  }

  @Test
  void ordersReturnsEachPossibleOrderOnce() {
    List<List<Step>> orders = gateway.moved(GUILD, 8).orders();
    assertThat(orders).hasSize(6).doesNotHaveDuplicates();
    assertThat(orders).allSatisfy(order -> assertThat(new HashSet<>(order)).hasSize(3));
    assertThat(gateway.failOver(GUILD, server).orders())
        .containsExactlyInAnyOrder(
            List.of(Step.SERVER_GONE, Step.CLOSE, Step.SERVER),
            List.of(Step.SERVER_GONE, Step.SERVER, Step.CLOSE),
            List.of(Step.CLOSE, Step.SERVER_GONE, Step.SERVER));
  }

  /** The state changes even if the client is never notified. */
  @Test
  void opcode4IsAnsweredForTheNewChannelBeforeTheMoveIsSent() {
    gateway.moved(GUILD, 8);
    gateway.answering(Answering.FULLY);
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(8), true, false));
    gateway.repeatState(GUILD);
    assertThat(received.all()).hasSize(1);
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(CHANNEL), true, false));
    identified(server, received.state(), received.server()).close();
  }

  @Test
  void eventHasNoCloseStepWithoutAnEmbeddedVoiceServer() {
    try (FakeDiscordGateway elsewhere = FakeDiscordGateway.of(USER, "voice.example:443")) {
      elsewhere.send(new UpdateVoiceState(GUILD, OptionalLong.of(CHANNEL), false, false));
      DiscordEvent kick = elsewhere.kicked(GUILD);
      assertThat(kick.steps()).containsExactly(Step.STATE);
      assertThat(kick.emitAll()).hasToString("DiscordEvent[STATE]");
    }
  }
}
