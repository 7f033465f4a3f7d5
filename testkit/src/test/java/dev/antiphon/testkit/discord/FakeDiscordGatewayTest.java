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
  private final MainGatewayListener received = MainGatewayListener.at(gateway);

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  private static UpdateVoiceState join(long channel) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(channel), false, false);
  }

  /**
   * Answers arrive in order. Therefore the answer to this command must be the only waiting event.
   */
  private void assertNothingMoreThan(UpdateVoiceState last) {
    gateway.send(last);
    received.state();
    if (last.channelId().isPresent()) {
      received.server();
    }
    assertThat(received.all()).isEmpty();
  }

  @Test
  void joinIsAnsweredWithVoiceStateAndVoiceServer() {
    assertThat(gateway.send(join(7)).toCompletableFuture()).isCompleted();
    VoiceStateUpdate state = received.state();
    assertThat(state.guildId()).isEqualTo(GUILD);
    assertThat(state.userId()).isEqualTo(USER);
    assertThat(state.channelId()).hasValue(7);
    assertThat(state.sessionId()).isNotEmpty();
    VoiceServerUpdate to = received.server();
    assertThat(to.endpoint()).contains(server.endpoint());
    assertThat(to.token()).isNotEmpty();
    assertThat(gateway.channelIn(GUILD)).hasValue(7);
    assertThat(gateway.sent()).containsExactly(join(7));
  }

  @Test
  void repeatedJoinOfTheSameChannelIsNotAnswered() {
    gateway.send(join(7));
    received.state();
    received.server();
    gateway.send(join(7));
    assertNothingMoreThan(LEAVE);
    gateway.send(LEAVE);
    assertNothingMoreThan(join(8));
  }

  @Test
  void muteIsAnsweredWithVoiceStateButNoVoiceServer() {
    gateway.send(join(7));
    received.state();
    received.server();
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(7), true, false));
    assertThat(received.state().selfMute()).isTrue();
    assertNothingMoreThan(LEAVE);
  }

  @Test
  void joinOfAnotherChannelIsAnsweredWithANewToken() {
    gateway.send(join(7));
    final String session = received.state().sessionId();
    String token = received.server().token();
    gateway.send(join(8));
    VoiceStateUpdate moved = received.state();
    assertThat(moved.channelId()).hasValue(8);
    assertThat(moved.sessionId()).isEqualTo(session);
    assertThat(received.server().token()).isNotEqualTo(token);
  }

  @Test
  void leaveIsAnsweredWithAVoiceStateWithoutAChannel() {
    gateway.send(join(7));
    received.state();
    received.server();
    gateway.send(LEAVE);
    assertThat(received.state().channelId()).isEmpty();
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    assertNothingMoreThan(join(7));
  }

  @Test
  void voiceServerArrivesBeforeVoiceStateWhenTheOrderIsServerFirst() {
    gateway.order(Order.SERVER_FIRST).send(join(7));
    received.server();
    received.state();
  }

  @Test
  void joinIsNotAnsweredWhenTheGatewayIsSetToSilent() {
    gateway.answering(Answering.SILENTLY).send(join(7));
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    gateway.answering(Answering.FULLY);
    assertNothingMoreThan(join(7));
    assertThat(gateway.sent()).hasSize(2);
  }

  @Test
  void joinCanBeAnsweredWithoutVoiceServerOrWithoutEndpoint() {
    gateway.answering(Answering.WITHOUT_SERVER).send(join(7));
    received.state();
    gateway.answering(Answering.WITHOUT_ENDPOINT).send(join(8));
    received.state();
    assertThat(received.server().endpoint()).isEmpty();
    assertThat(received.all()).isEmpty();
  }

  @Test
  void sendFailsWhenTheGatewayIsSetToFailing() {
    assertThat(gateway.answering(Answering.FAILING).send(join(7)).toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class);
    assertThat(gateway.sent()).hasSize(1);
    assertThat(gateway.channelIn(GUILD)).isEmpty();
  }

  @Test
  void strictGatewayAllowsOnlyTheLastCredentialsAtTheVoiceServer() {
    gateway.send(join(7));
    String session = received.state().sessionId();
    String old = received.server().token();
    gateway.send(join(8));
    received.state();
    String token = received.server().token();
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
  void throwingListenerDoesNotStopEventsToOtherListeners() throws Exception {
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
  void noEventArrivesAfterTheSubscriptionIsClosed() {
    MainGatewayListener other = new MainGatewayListener();
    DiscordGateway.Subscription subscription = gateway.subscribe(other);
    subscription.close();
    subscription.close();
    assertNothingMoreThan(join(7));
    assertThat(other.all()).isEmpty();
  }

  @Test
  void toStringContainsNoSecret() {
    gateway.send(join(7));
    String session = received.state().sessionId();
    assertThat(gateway.toString()).doesNotContain(session);
    assertThatThrownBy(() -> FakeDiscordGateway.of(1, (String) null))
        .isInstanceOf(NullPointerException.class);
  }
}
