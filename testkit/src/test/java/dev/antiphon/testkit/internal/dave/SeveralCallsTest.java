package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
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
}
