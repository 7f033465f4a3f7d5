package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.EndToEnd;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A client without encryption switches the call to no encryption until it leaves, or its connection
 * is refused.
 */
class VersionsTest {

  private static Member withoutEncryption(Call call, long userId) {
    return call.member(userId, options -> options.endToEnd(EndToEnd.OFF), voice -> {});
  }

  @Test
  void callIsUnencryptedOnlyWhileAClientWithoutEncryptionIsPresent() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      List<Member> members = call.joined(2);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();

      Member plain = withoutEncryption(call, 3).join();
      members.forEach(member -> member.awaitStatus(Status.OFF));
      call.assertAllReceiveAll(members.get(0), members.get(1), plain);
      assertThat(plain.connection().encryption()).isEmpty();
      assertThat(plain.connection().statistics().endToEnd()).isEmpty();

      plain.leave();
      call.awaitGroup(members);
      int clear = call.server().frames(GUILD, 1).size();
      call.assertAllReceiveAll(members);
      assertThat(call.server().frames(GUILD, 1).subList(clear, clear + 3))
          .allMatch(frame -> !Call.containsPlainBody(frame.opus().toByteArray()));
    }
  }

  @Test
  void encryptionStatusIsOffAfterAReconnectToACallWithoutEncryption() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      List<Member> members = call.joined(2);
      Member first = members.get(0);
      members.get(1).leave();
      first.awaitStatus(Status.WAITING);
      call.server().disconnect(GUILD, 1, 4006);
      Member plain = withoutEncryption(call, 3).join();
      first.awaitStatus(Status.OFF);
      call.assertAllReceiveAll(first, plain);
    }
  }

  @Test
  void encryptionStatusIsOffAfterAJoinToACallWithoutEncryption() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      Member plain = withoutEncryption(call, 3).join();
      Member first = call.join(1);
      first.awaitStatus(Status.OFF);
      call.assertAllReceiveAll(first, plain);
    }
  }

  @Test
  void invalidSessionDescriptionDoesNotDeleteKeys() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      TransportKey key = TransportKey.copyOf(new byte[32]);
      call.server().sendTo(GUILD, 1, new SessionDescription("none", key, 0));
      Call.awaitThat(
          "the message is counted as a violation",
          () -> members.get(0).connection().statistics().violations() == 1);
      call.assertAllReceiveAll(members);
      assertThat(members.get(0).encryption().status()).isEqualTo(Status.ON);
      assertThat(members.get(0).counted().keyPackages()).isEqualTo(1);
      call.assertAllEncrypted();
    }
  }

  @Test
  void serverThatRequiresEncryptionRefusesOnlyClientsWithoutIt() throws Exception {
    try (Call call = Call.open()) {
      Member plain = withoutEncryption(call, 3);
      VoiceConnectException refused =
          catchThrowableOfType(VoiceConnectException.class, plain::join);
      assertThat(refused.reason()).isEqualTo(FailureCause.DAVE_REQUIRED);
      List<Member> members = call.joined(2);
      call.assertAllReceiveAll(members);
      assertThat(call.server().events())
          .filteredOn(ServerEvent.Closed.class::isInstance)
          .extracting(closed -> ((ServerEvent.Closed) closed).code())
          .containsExactly(4017);
    }
  }
}
