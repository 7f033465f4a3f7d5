package dev.antiphon.testkit;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.FakeDiscordGateway.Order;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeDiscordGatewayTest {

  private static final long GUILD = 1;
  private static final long USER = 2;
  private static final UpdateVoiceState LEAVE =
      new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false);

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(USER, server);
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  FakeDiscordGatewayTest() {
    gateway.subscribe(listener(heard));
  }

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  private static DiscordGateway.Listener listener(BlockingQueue<Object> heard) {
    return new DiscordGateway.Listener() {
      @Override
      public void voiceStateUpdate(VoiceStateUpdate update) {
        heard.add(update);
      }

      @Override
      public void voiceServerUpdate(VoiceServerUpdate update) {
        heard.add(update);
      }
    };
  }

  private static UpdateVoiceState join(long channel) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(channel), false, false);
  }

  private <T> T next(Class<T> type) {
    try {
      Object event = heard.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(event).isInstanceOf(type);
      return type.cast(event);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What was sent before was answered before: the answer to this is the next there is. */
  private void assertNothingMoreThan(UpdateVoiceState last) {
    gateway.send(last);
    next(VoiceStateUpdate.class);
    if (last.channelId().isPresent()) {
      next(VoiceServerUpdate.class);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void aJoinIsAnsweredByStateAndServer() {
    assertThat(gateway.send(join(7)).toCompletableFuture()).isCompleted();
    VoiceStateUpdate state = next(VoiceStateUpdate.class);
    assertThat(state.guildId()).isEqualTo(GUILD);
    assertThat(state.userId()).isEqualTo(USER);
    assertThat(state.channelId()).hasValue(7);
    assertThat(state.sessionId()).isNotEmpty();
    VoiceServerUpdate to = next(VoiceServerUpdate.class);
    assertThat(to.endpoint()).contains(server.endpoint());
    assertThat(to.token()).isNotEmpty();
    assertThat(gateway.channelIn(GUILD)).hasValue(7);
    assertThat(gateway.sent()).containsExactly(join(7));
  }

  @Test
  void theSameChannelAgainIsNotAnswered() {
    gateway.send(join(7));
    next(VoiceStateUpdate.class);
    next(VoiceServerUpdate.class);
    gateway.send(join(7));
    assertNothingMoreThan(LEAVE);
    gateway.send(LEAVE);
    assertNothingMoreThan(join(8));
  }

  @Test
  void muteInTheSameChannelIsAnsweredByStateAlone() {
    gateway.send(join(7));
    next(VoiceStateUpdate.class);
    next(VoiceServerUpdate.class);
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(7), true, false));
    assertThat(next(VoiceStateUpdate.class).selfMute()).isTrue();
    assertNothingMoreThan(LEAVE);
  }

  @Test
  void anotherChannelBringsAnotherToken() {
    gateway.send(join(7));
    final String session = next(VoiceStateUpdate.class).sessionId();
    String token = next(VoiceServerUpdate.class).token();
    gateway.send(join(8));
    VoiceStateUpdate moved = next(VoiceStateUpdate.class);
    assertThat(moved.channelId()).hasValue(8);
    assertThat(moved.sessionId()).isEqualTo(session);
    assertThat(next(VoiceServerUpdate.class).token()).isNotEqualTo(token);
  }

  @Test
  void aLeaveIsAnsweredByStateWithoutChannel() {
    gateway.send(join(7));
    next(VoiceStateUpdate.class);
    next(VoiceServerUpdate.class);
    gateway.send(LEAVE);
    assertThat(next(VoiceStateUpdate.class).channelId()).isEmpty();
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    assertNothingMoreThan(join(7));
  }

  @Test
  void theOrderCanBeTurnedRound() {
    gateway.order(Order.SERVER_FIRST).send(join(7));
    next(VoiceServerUpdate.class);
    next(VoiceStateUpdate.class);
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
    next(VoiceStateUpdate.class);
    gateway.answering(Answering.WITHOUT_ENDPOINT).send(join(8));
    next(VoiceStateUpdate.class);
    assertThat(next(VoiceServerUpdate.class).endpoint()).isEmpty();
    assertThat(heard).isEmpty();
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
    String session = next(VoiceStateUpdate.class).sessionId();
    String old = next(VoiceServerUpdate.class).token();
    gateway.send(join(8));
    next(VoiceStateUpdate.class);
    String token = next(VoiceServerUpdate.class).token();
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
  void eventsComeOnOneThreadAndAThrowingListenerHurtsNobody() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    try (DiscordGateway.Subscription bad =
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
    }
    assertThat(thread).isCompletedWithValue("antiphon-testkit-gateway");
  }

  @Test
  void nothingIsHeardAfterTheSubscriptionHasEnded() {
    BlockingQueue<Object> other = new LinkedBlockingQueue<>();
    DiscordGateway.Subscription subscription = gateway.subscribe(listener(other));
    subscription.close();
    subscription.close();
    assertNothingMoreThan(join(7));
    assertThat(other).isEmpty();
  }

  @Test
  void noSecretIsPrinted() {
    gateway.send(join(7));
    String session = next(VoiceStateUpdate.class).sessionId();
    assertThat(gateway.toString()).doesNotContain(session);
    assertThatThrownBy(() -> FakeDiscordGateway.of(1, (String) null))
        .isInstanceOf(NullPointerException.class);
  }
}
