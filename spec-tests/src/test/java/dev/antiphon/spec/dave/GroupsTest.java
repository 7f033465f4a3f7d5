package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.DaveMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All members of a call receive all frames and have the same code, and the server can decrypt
 * nothing.
 */
class GroupsTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void allMembersReceiveAllFramesAfterAJoinALeaveAndARejoin(int size) throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(size);
      call.assertAllReceiveAll(members);
      Optional<String> code = members.get(0).encryption().privacyCode();

      Member newMember = call.join(size + 1);
      List<Member> more = new ArrayList<>(members);
      more.add(newMember);
      call.awaitGroup(more);
      assertThat(newMember.encryption().privacyCode()).isNotEqualTo(code);
      call.assertAllReceiveAll(more);

      Member first = more.remove(0);
      first.leave();
      call.awaitGroup(more);
      call.assertAllReceiveAll(more);

      more.add(first.join());
      call.awaitGroup(more);
      call.assertAllReceiveAll(more);
      call.assertAllEncrypted();
      assertThat(call.violations()).filteredOn(violation -> !isLateDatagram(violation)).isEmpty();
    }
  }

  /** A datagram that arrives after the end of its session. The network can reorder it. */
  private static boolean isLateDatagram(ServerEvent event) {
    return event instanceof ServerEvent.Violation violation
        && violation.kind() == ViolationKind.UNKNOWN_SSRC;
  }

  @Test
  void botWithCustomCiphersSendsAndReceivesFrames() throws Exception {
    AtomicInteger made = new AtomicInteger();
    FrameCiphers ciphers =
        key -> {
          made.incrementAndGet();
          return new JdkFrameCipher(key);
        };
    try (Call call = Call.open()) {
      Member one = call.join(1);
      Member two = call.member(2, options -> options.frameCiphers(ciphers), voice -> {}).join();
      call.awaitGroup(one, two);
      call.assertAllReceiveAll(one, two);
      assertThat(made).as("at least one cipher for each direction").hasValueGreaterThan(1);
    }
  }

  @Test
  void allMembersReceiveAllFramesOverTls() throws Exception {
    try (Call call = Call.open(DaveMode.REQUIRED, EmbeddedVoiceServerBuilder::tls)) {
      List<Member> members = call.joined(3);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();
    }
  }

  @Test
  void lastMemberAndABotThatJoinsLaterReceiveEachOthersFrames() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      members.get(1).leave();
      members.get(0).awaitStatus(Status.WAITING);
      Member next = call.join(3);
      call.awaitGroup(members.get(0), next);
      call.assertAllReceiveAll(members.get(0), next);
      call.assertAllEncrypted();
    }
  }

  @Test
  void botWithoutKeysCanStopSpeakingAndSendsNoUnencryptedFrame() throws Exception {
    try (Call call = Call.open()) {
      Member alone = call.join(1);
      alone.send(5);
      alone.connection().stopSpeaking();
      assertThat(alone.encryption().status()).isEqualTo(Status.WAITING);
      call.assertAllEncrypted();
    }
  }

  @Test
  void encryptionChangesAreReportedInOrderAndCounted() throws Exception {
    try (Call call = Call.open()) {
      Member first = call.join(1);
      first.awaitStatus(Status.WAITING);
      Member second = call.join(2);
      call.awaitGroup(first, second);
      Member third = call.join(3);
      call.awaitGroup(first, second, third);
      Call.awaitThat(
          "the last change is reported, and no keys are awaited",
          () ->
              !first.changes().isEmpty()
                  && first.encryption().keyWait().isEmpty()
                  && first.changes().get(first.changes().size() - 1).equals(first.encryption()));
      List<DaveEncryption> reported =
          first.changes().stream()
              .filter(one -> one.status() == Status.ON && one.keyWait().isEmpty())
              .toList();
      assertThat(reported).doesNotHaveDuplicates();
      assertThat(reported)
          .extracting(DaveEncryption::epoch)
          .containsExactly(OptionalLong.of(1), OptionalLong.of(2));
      assertThat(reported).extracting(one -> one.members().size()).containsExactly(2, 3);
      DaveStatistics counted = first.counted();
      assertThat(counted.keyPackages()).isEqualTo(1);
      assertThat(counted.epochs()).isEqualTo(2);
      assertThat(counted.refused()).isZero();
      assertThat(third.counted().epochs()).isEqualTo(1);
    }
  }
}
