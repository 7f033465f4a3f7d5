package dev.antiphon.testkit.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes of one bot at the same Discord. */
class OtherProcessTest {

  private static final long GUILD = 1;
  private static final long USER = 2;
  private static final UpdateVoiceState LEAVE =
      new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false);

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
  private final FakeDiscordGateway first = FakeDiscordGateway.strict(USER, server);
  private final FakeDiscordGateway second = first.otherProcess();
  private final MainGatewayListener atFirst = MainGatewayListener.at(first);
  private final MainGatewayListener atSecond = MainGatewayListener.at(second);
  private String firstSession = "";
  private VoiceServerUpdate firstServer;

  @BeforeEach
  void firstJoins() {
    first.send(join(7));
    firstSession = atFirst.state().sessionId();
    firstServer = atFirst.server();
    assertThat(atSecond.state().sessionId()).isEqualTo(firstSession);
  }

  @AfterEach
  void close() {
    second.close();
    first.close();
    server.close();
  }

  private static UpdateVoiceState join(long channel) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(channel), false, false);
  }

  private TestClient identified(String session, VoiceServerUpdate update) {
    TestClient client = TestClient.open(server, GUILD, USER);
    client.send(new Identify(GUILD, USER, session, update.token(), 0));
    client.next(Ready.class);
    return client;
  }

  @Test
  void joinOfTheSameChannelTakesTheUserOver() {
    try (TestClient old = identified(firstSession, firstServer)) {
      second.send(join(7));
      VoiceStateUpdate state = atSecond.state();
      assertThat(state.channelId()).hasValue(7);
      assertThat(state.sessionId()).isNotEqualTo(firstSession);
      assertThat(atFirst.state()).isEqualTo(state);
      identified(state.sessionId(), atSecond.server()).close();
      assertThat(old.closeCode()).isEqualTo(4014);
    }
    assertThat(atFirst.all()).isEmpty();
    assertThat(first.channelIn(GUILD)).hasValue(7);
    assertThat(first.sent()).hasSize(1);
  }

  @Test
  void joinOfTheSameChannelIsNotAnsweredWhenTheGatewayIsSetToUnlessListed() {
    second.answering(Answering.UNLESS_LISTED).send(join(7));
    second.send(LEAVE);
    assertThat(atSecond.state().channelId()).isEmpty();
    assertThat(atFirst.state().channelId()).isEmpty();
    second.send(join(7));
    assertThat(atSecond.state().sessionId()).isNotEqualTo(firstSession);
    atSecond.server();
    assertThat(atSecond.all()).isEmpty();
  }

  @Test
  void newSessionOfOneProcessKeepsTheChannelOfTheOther() {
    second.newSession().emitAll();
    assertThat(atSecond.all()).containsExactly("started");
    assertThat(first.channelIn(GUILD)).hasValue(7);
    first.newSession().emit(Step.NOTICE);
    assertThat(atFirst.all()).containsExactly("started");
    assertThat(second.channelIn(GUILD)).isEmpty();
  }

  @Test
  void processThatTheTestDoesNotSeeCanTakeTheUserOver() {
    try (TestClient old = identified(firstSession, firstServer)) {
      DiscordEvent taken = first.takenOver(GUILD, 8);
      assertThat(taken.steps()).containsExactly(Step.STATE, Step.CLOSE);
      taken.emitAll();
      assertThat(old.closeCode()).isEqualTo(4014);
    }
    VoiceStateUpdate state = atFirst.state();
    assertThat(state.channelId()).hasValue(8);
    assertThat(state.sessionId()).isNotEqualTo(firstSession);
    first.moved(GUILD, 9).emitAll();
    assertThat(atFirst.state().channelId()).hasValue(9);
    assertThat(atFirst.all()).isEmpty();
    first.send(join(9));
    assertThat(atFirst.state().sessionId()).isEqualTo(firstSession);
    atFirst.server();
  }

  @Test
  void opcode4CanCostTheMainSession() {
    first.answering(Answering.WITH_NEW_SESSION).send(join(8));
    assertThat(atFirst.next(String.class)).isEqualTo("lost");
    assertThat(atFirst.next(String.class)).isEqualTo("started");
    assertThat(first.channelIn(GUILD)).isEmpty();
    first.answering(Answering.FULLY).send(join(8));
    assertThat(atFirst.state().sessionId()).isNotEqualTo(firstSession);
    atFirst.server();
    assertThat(atFirst.all()).isEmpty();
  }
}
