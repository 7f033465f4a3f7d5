package dev.antiphon.testkit.discord;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeDiscordGatewayTest {

  private static final long GUILD = 1;
  private static final long USER = 2;
  private static final UpdateVoiceState LEAVE =
      new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false);

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(USER, server);
  private final MainGatewayListener ear = MainGatewayListener.at(gateway);

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  private static UpdateVoiceState join(long channel) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(channel), false, false);
  }

  /** What was sent before was answered before: the answer to this is the next there is. */
  private void assertNothingMoreThan(UpdateVoiceState last) {
    gateway.send(last);
    ear.state();
    if (last.channelId().isPresent()) {
      ear.server();
    }
    assertThat(ear.all()).isEmpty();
  }

  @Test
  void aJoinIsAnsweredByStateAndServer() {
    assertThat(gateway.send(join(7)).toCompletableFuture()).isCompleted();
    VoiceStateUpdate state = ear.state();
    assertThat(state.guildId()).isEqualTo(GUILD);
    assertThat(state.userId()).isEqualTo(USER);
    assertThat(state.channelId()).hasValue(7);
    assertThat(state.sessionId()).isNotEmpty();
    VoiceServerUpdate to = ear.server();
    assertThat(to.endpoint()).contains(server.endpoint());
    assertThat(to.token()).isNotEmpty();
    assertThat(gateway.channelIn(GUILD)).hasValue(7);
    assertThat(gateway.sent()).containsExactly(join(7));
  }

  @Test
  void theSameChannelAgainIsNotAnswered() {
    gateway.send(join(7));
    ear.state();
    ear.server();
    gateway.send(join(7));
    assertNothingMoreThan(LEAVE);
    gateway.send(LEAVE);
    assertNothingMoreThan(join(8));
  }

  @Test
  void muteInTheSameChannelIsAnsweredByStateAlone() {
    gateway.send(join(7));
    ear.state();
    ear.server();
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(7), true, false));
    assertThat(ear.state().selfMute()).isTrue();
    assertNothingMoreThan(LEAVE);
  }

  @Test
  void anotherChannelBringsAnotherToken() {
    gateway.send(join(7));
    final String session = ear.state().sessionId();
    String token = ear.server().token();
    gateway.send(join(8));
    VoiceStateUpdate moved = ear.state();
    assertThat(moved.channelId()).hasValue(8);
    assertThat(moved.sessionId()).isEqualTo(session);
    assertThat(ear.server().token()).isNotEqualTo(token);
  }

  @Test
  void aLeaveIsAnsweredByStateWithoutChannel() {
    gateway.send(join(7));
    ear.state();
    ear.server();
    gateway.send(LEAVE);
    assertThat(ear.state().channelId()).isEmpty();
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    assertNothingMoreThan(join(7));
  }

  @Test
  void theOrderCanBeTurnedRound() {
    gateway.order(Order.SERVER_FIRST).send(join(7));
    ear.server();
    ear.state();
  }

  @Test
  void itCanBeSilent() {
    gateway.answering(Answering.SILENTLY).send(join(7));
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    gateway.answering(Answering.FULLY);
    assertNothingMoreThan(join(7));
    assertThat(gateway.sent()).hasSize(2);
  }

  @Test
  void itCanWithholdTheServerAndTheEndpoint() {
    gateway.answering(Answering.WITHOUT_SERVER).send(join(7));
    ear.state();
    gateway.answering(Answering.WITHOUT_ENDPOINT).send(join(8));
    ear.state();
    assertThat(ear.server().endpoint()).isEmpty();
    assertThat(ear.all()).isEmpty();
  }

  @Test
  void itCanFailToSend() {
    assertThat(gateway.answering(Answering.FAILING).send(join(7)).toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class);
    assertThat(gateway.sent()).hasSize(1);
    assertThat(gateway.channelIn(GUILD)).isEmpty();
  }

  @Test
  void strictCredentialsAreTheLastOnes() {
    gateway.send(join(7));
    String session = ear.state().sessionId();
    String old = ear.server().token();
    gateway.send(join(8));
    ear.state();
    String token = ear.server().token();
    assertThat(answerTo(new Identify(GUILD, USER, session, old, 0))).isEqualTo(4004);
    assertThat(answerTo(new Identify(GUILD, USER, "another session", token, 0))).isEqualTo(4006);
    try (TestClient client = TestClient.open(server, GUILD, USER)) {
      client.send(new Identify(GUILD, USER, session, token, 0));
      client.next(Ready.class);
    }
  }

  private int answerTo(Identify identify) {
    try (TestClient client = TestClient.open(server, GUILD, USER)) {
      client.send(identify);
      return client.closeCode();
    }
  }

  @Test
  void eventsComeOnOneThreadAndAThrowingListenerHurtsNobody() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    try (LogCapture log = LogCapture.of(Dispatcher.class);
        DiscordGateway.Subscription bad =
            gateway.subscribe(
                new DiscordGateway.Listener() {
                  @Override
                  public void voiceStateUpdate(VoiceStateUpdate update) {
                    thread.complete(Thread.currentThread().getName());
                    throw new IllegalStateException("a listener of this test");
                  }

                  @Override
                  public void voiceServerUpdate(VoiceServerUpdate update) {
                    throw new IllegalStateException("a listener of this test");
                  }
                })) {
      assertNothingMoreThan(join(7));
      assertThat(bad).isNotNull();
      assertThat(log.await(2))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).endsWith("a listener of this test"));
    }
    assertThat(thread).isCompletedWithValue("antiphon-testkit-gateway");
  }

  @Test
  void nothingIsHeardAfterTheSubscriptionHasEnded() {
    MainGatewayListener other = new MainGatewayListener();
    DiscordGateway.Subscription subscription = gateway.subscribe(other);
    subscription.close();
    subscription.close();
    assertNothingMoreThan(join(7));
    assertThat(other.all()).isEmpty();
  }

  @Test
  void noSecretIsPrinted() {
    gateway.send(join(7));
    String session = ear.state().sessionId();
    assertThat(gateway.toString()).doesNotContain(session);
    assertThatThrownBy(() -> FakeDiscordGateway.of(1, (String) null))
        .isInstanceOf(NullPointerException.class);
  }
}
