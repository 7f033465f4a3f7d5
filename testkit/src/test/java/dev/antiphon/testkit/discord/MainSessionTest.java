package dev.antiphon.testkit.discord;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loss, resume and restart of the main session, and late, repeated or missing answers. */
class MainSessionTest {

  private static final long GUILD = 1;
  private static final long USER = 2;

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(USER, server);
  private final MainGatewayListener received = MainGatewayListener.at(gateway);

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  private static UpdateVoiceState join(long guild, long channel) {
    return new UpdateVoiceState(guild, OptionalLong.of(channel), false, false);
  }

  @Test
  void missedEventsAreDeliveredBeforeTheResumeIsReported() {
    gateway.send(join(GUILD, 7));
    received.state();
    received.server();
    gateway.sessionLost();
    gateway.moved(GUILD, 8).emitAll();
    assertThat(received.all()).containsExactly("lost");
    gateway.sessionResumed();
    assertThat(received.state().channelId()).hasValue(8);
    received.server();
    assertThat(received.all()).containsExactly("resumed");
  }

  @Test
  void sendFailsWhileTheMainSessionIsLost() {
    gateway.sessionLost();
    assertThat(gateway.send(join(GUILD, 7)).toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class);
    assertThat(gateway.sent()).hasSize(1);
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    gateway.sessionResumed();
    assertThat(gateway.send(join(GUILD, 7)).toCompletableFuture()).isCompleted();
  }

  @Test
  void userIsInNoChannelAfterANewMainSession() {
    gateway.send(join(GUILD, 7));
    gateway.send(join(3, 9));
    String before = received.state().sessionId();
    String token = received.server().token();
    received.state();
    received.server();
    try (TestClient client = TestClient.open(server, GUILD, USER)) {
      client.send(new Identify(GUILD, USER, before, token, 0));
      client.next(Ready.class);
      gateway.sessionLost();
      gateway.repeatState(GUILD);
      gateway.newSession().closingWith(4006).emitAll();
      assertThat(client.closeCode()).isEqualTo(4006);
    }
    assertThat(received.next(String.class)).isEqualTo("lost");
    assertThat(received.next(String.class)).isEqualTo("started");
    assertThat(received.all())
        .hasSize(2)
        .allSatisfy(event -> assertThat(((VoiceStateUpdate) event).channelId()).isEmpty());
    gateway.send(join(GUILD, 7));
    assertThat(received.state().sessionId()).isNotEqualTo(before);
    received.server();
  }

  @Test
  void noticeOfANewMainSessionCanBeSentWithoutTheOtherSteps() {
    gateway.send(join(GUILD, 7));
    received.state();
    received.server();
    DiscordEvent started = gateway.newSession();
    assertThat(started.steps()).containsExactly(Step.NOTICE, Step.STATE, Step.CLOSE);
    started.emit(Step.NOTICE);
    assertThat(received.all()).containsExactly("started");
    gateway.send(join(GUILD, 7));
    assertThat(received.state().channelId()).hasValue(7);
  }

  @Test
  void heldAnswersArriveInOrder() {
    gateway.holdAnswers();
    gateway.send(join(GUILD, 7));
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false));
    assertThat(gateway.awaitSent(2, LIMIT)).hasSize(2);
    assertThat(gateway.channelIn(GUILD)).isEmpty();
    gateway.releaseAnswers();
    assertThat(received.state().channelId()).hasValue(7);
    received.server();
    assertThat(received.state().channelId()).isEmpty();
    gateway.send(join(GUILD, 8));
    assertThat(received.state().channelId()).hasValue(8);
  }

  @Test
  void answeringCanBeSetForOneChannel() {
    gateway.answering(7, Answering.SILENTLY);
    gateway.send(join(GUILD, 7));
    gateway.send(join(GUILD, 8));
    assertThat(received.state().channelId()).hasValue(8);
    received.server();
    gateway.send(join(GUILD, 7));
    assertThat(gateway.channelIn(GUILD)).hasValue(8);
    gateway.answering(7, Answering.WITHOUT_STATE).send(join(GUILD, 7));
    assertThat(received.server().endpoint()).isPresent();
    assertThat(gateway.channelIn(GUILD)).hasValue(7);
    assertThat(received.all()).isEmpty();
  }

  @Test
  void eachEventIsSentTwiceWhenTwoCopiesAreConfigured() {
    gateway.copies(2).send(join(GUILD, 7));
    assertThat(received.state()).isEqualTo(received.state());
    assertThat(received.server()).isEqualTo(received.server());
    assertThatThrownBy(() -> gateway.copies(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lastEventsCanBeRepeated() {
    assertThatThrownBy(() -> gateway.repeatServer(GUILD)).isInstanceOf(IllegalStateException.class);
    gateway.send(join(GUILD, 7));
    VoiceStateUpdate state = received.state();
    VoiceServerUpdate last = received.server();
    gateway.repeatServer(GUILD);
    gateway.repeatState(GUILD);
    assertThat(received.all()).containsExactly(last, state);
  }

  @Test
  void flagsChangedSendsAVoiceStateWithTheNewFlags() {
    gateway.send(join(GUILD, 7));
    VoiceStateUpdate before = received.state();
    received.server();
    gateway.flagsChanged(GUILD, true, true);
    assertThat(received.state())
        .isEqualTo(
            new VoiceStateUpdate(GUILD, before.channelId(), USER, before.sessionId(), true, true));
    gateway.moved(GUILD, 8).emit(Step.STATE);
    assertThat(received.state().selfDeaf()).isTrue();
  }

  @Test
  void tellSendsAnyUpdateUnchanged() {
    VoiceStateUpdate stranger =
        new VoiceStateUpdate(GUILD, OptionalLong.of(7), 99, "another session", false, false);
    VoiceServerUpdate elsewhere = new VoiceServerUpdate(98, "a token", Optional.empty());
    gateway.tell(stranger);
    gateway.tell(elsewhere);
    assertThat(received.all()).containsExactly(stranger, elsewhere);
  }

  @Test
  void nextJoinIsAnsweredWithTheNewSessionId() {
    gateway.send(join(GUILD, 7));
    String before = received.state().sessionId();
    received.server();
    gateway.newSessionId();
    assertThat(received.all()).isEmpty();
    gateway.send(join(GUILD, 8));
    assertThat(received.state().sessionId()).isNotEqualTo(before);
  }

  @Test
  void commandsAreRecordedWithTheirTimes() {
    gateway.send(join(GUILD, 7));
    gateway.send(join(GUILD, 8));
    assertThat(gateway.commands())
        .extracting(FakeDiscordGateway.Command::at)
        .isSorted()
        .allSatisfy(at -> assertThat(at).isPositive());
    assertThatThrownBy(() -> gateway.awaitSent(3, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected 3 opcode 4");
  }

  /** The listener would wait for itself. */
  @Test
  void emitInsideAListenerDoesNotDeadlock() {
    CompletableFuture<Void> kicked = new CompletableFuture<>();
    gateway.subscribe(
        new DiscordGateway.Listener() {
          @Override
          public void voiceStateUpdate(VoiceStateUpdate update) {
            if (update.channelId().isPresent()) {
              gateway.kicked(GUILD).emitAll();
            } else {
              kicked.complete(null);
            }
          }

          @Override
          public void voiceServerUpdate(VoiceServerUpdate update) {}
        });
    gateway.send(join(GUILD, 7));
    assertThat(kicked).succeedsWithin(LIMIT);
  }
}
