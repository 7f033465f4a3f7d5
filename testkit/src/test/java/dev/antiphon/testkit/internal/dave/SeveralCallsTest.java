package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.DeliveryService;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls in several channels of one guild on one server. */
class SeveralCallsTest {

  private static final long FIRST = 77;
  private static final long SECOND = 78;

  private final List<FakeDiscordGateway> gateways = new ArrayList<>();

  @AfterEach
  void close() {
    gateways.forEach(FakeDiscordGateway::close);
  }

  private FakeDiscordGateway inChannel(EmbeddedVoiceServer server, long userId, long channelId) {
    FakeDiscordGateway gateway = FakeDiscordGateway.of(userId, server);
    gateways.add(gateway);
    gateway.send(new UpdateVoiceState(GUILD, OptionalLong.of(channelId), false, false));
    return gateway;
  }

  @Test
  void membersOfTwoChannelsDoNotHearOfEachOther() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start()) {
      inChannel(server, 1, FIRST);
      inChannel(server, 2, SECOND);
      inChannel(server, 3, FIRST);
      try (TestClient first = TestClient.joined(server, GUILD, 1);
          TestClient second = TestClient.joined(server, GUILD, 2);
          TestClient third = TestClient.joined(server, GUILD, 3)) {
        assertThat(first.next(ClientsConnect.class).userIds()).containsExactly(3L);
        second.speak(1);
        second.sendFrame(1, new byte[] {1});
        third.speak(1);
        server.awaitFrames(GUILD, 2, 1, TestClient.LIMIT);
        third.sendFrame(2, new byte[] {2});
        assertThat(first.receiveFrame().opus()).containsExactly(2);
        assertThat(second.waiting()).noneMatch(one -> one.message() instanceof ClientsConnect);
      }
    }
  }

  @Test
  void eachChannelOfAGuildHasItsOwnGroup() {
    try (DaveTestCall call = DaveTestCall.optional()) {
      DeliveryService delivery = call.server.delivery();
      delivery.inChannel(GUILD, 3, SECOND);
      delivery.inChannel(GUILD, 4, SECOND);
      call.join(1);
      call.join(2);
      call.joinChannel(3, SECOND);
      call.joinChannel(4, SECOND);
      call.until(() -> call.members.stream().allMatch(member -> member.number() == 1));
      assertThat(delivery.group(GUILD, DaveTestCall.CHANNEL).orElseThrow().members())
          .containsValues(1L, 2L)
          .hasSize(2);
      assertThat(delivery.group(GUILD, SECOND).orElseThrow().members())
          .containsValues(3L, 4L)
          .hasSize(2);
      assertThat(delivery.groups(GUILD))
          .extracting(DaveGroup::channelId)
          .containsExactly(DaveTestCall.CHANNEL, SECOND);
      assertThat(delivery.group(GUILD)).isEqualTo(delivery.group(GUILD, DaveTestCall.CHANNEL));
    }
  }

  @Test
  void movedUserLandsInTheCallOfTheOtherChannel() {
    try (DaveTestCall call = DaveTestCall.optional()) {
      FakeDiscordGateway gateway = inChannel(call.server, 1, FIRST);
      inChannel(call.server, 2, FIRST);
      inChannel(call.server, 3, SECOND);
      call.joinChannel(1, FIRST);
      DaveTestMember left = call.joinChannel(2, FIRST);
      DaveTestMember other = call.joinChannel(3, SECOND);
      call.until(() -> left.number() == 1 && other.version == 1);
      gateway.moved(GUILD, SECOND).emitAll(DiscordEvent.Step.STATE, DiscordEvent.Step.SERVER);
      DaveTestMember previous = call.member(1);
      call.members.remove(previous);
      DaveTestMember moved = call.joinChannel(1, SECOND);
      call.until(() -> moved.number() == 1 && other.number() == 1);
      assertThat(call.server.session(GUILD, 1).orElseThrow().channelId()).hasValue(SECOND);
      assertThat(left.messages()).contains(new ClientDisconnect(1));
      assertThat(other.messages()).doesNotContain(new ClientDisconnect(1));
      previous.close();
    }
  }

  @Test
  void clientsWithAnUnknownChannelAreInTheChannelThatTheGatewayNamesLater() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        TestClient first = TestClient.joined(server, GUILD, 1)) {
      assertThat(server.session(GUILD, 1).orElseThrow().channelId()).isEmpty();
      inChannel(server, 2, FIRST);
      try (TestClient second = TestClient.open(server, GUILD, 2)) {
        second.send(second.identify());
        assertThat(second.next(ClientsConnect.class).userIds()).containsExactly(1L);
        assertThat(first.next(ClientsConnect.class).userIds()).containsExactly(2L);
      }
    }
  }
}
