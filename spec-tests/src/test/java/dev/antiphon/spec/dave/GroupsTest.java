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

/** Who is in a call hears all others, sees the same code, and the server understands nothing. */
class GroupsTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void allHearAllWhoeverComesGoesAndComesBack(int size) throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(size);
      call.assertAllHearAll(members);
      Optional<String> code = members.get(0).encryption().privacyCode();

      Member newcomer = call.join(size + 1);
      List<Member> more = new ArrayList<>(members);
      more.add(newcomer);
      call.awaitGroup(more);
      assertThat(newcomer.encryption().privacyCode()).isNotEqualTo(code);
      call.assertAllHearAll(more);

      Member first = more.remove(0);
      first.leave();
      call.awaitGroup(more);
      call.assertAllHearAll(more);

      more.add(first.join());
      call.awaitGroup(more);
      call.assertAllHearAll(more);
      call.assertNothingInClear();
      assertThat(call.wrongs()).filteredOn(wrong -> !isLateDatagram(wrong)).isEmpty();
    }
  }

  /** A datagram that was under way while its session ended: the network may reorder so. */
  private static boolean isLateDatagram(ServerEvent event) {
    return event instanceof ServerEvent.Violation violation
        && violation.kind() == ViolationKind.UNKNOWN_SSRC;
  }

  @Test
  void aBotWithOtherCiphersHearsAndIsHeard() throws Exception {
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
      call.assertAllHearAll(one, two);
      assertThat(made).as("one for each direction at least").hasValueGreaterThan(1);
    }
  }

  @Test
  void theSameOverTls() throws Exception {
    try (Call call = Call.open(DaveMode.REQUIRED, EmbeddedVoiceServerBuilder::tls)) {
      List<Member> members = call.joined(3);
      call.assertAllHearAll(members);
      call.assertNothingInClear();
    }
  }

  @Test
  void whoIsLeftAloneIsHeardByWhoComesNext() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      members.get(1).leave();
      members.get(0).awaitStatus(Status.WAITING);
      Member next = call.join(3);
      call.awaitGroup(members.get(0), next);
      call.assertAllHearAll(members.get(0), next);
      call.assertNothingInClear();
    }
  }

  @Test
  void whoIsAloneSpeaksToNobodyAndComesToAnEnd() throws Exception {
    try (Call call = Call.open()) {
      Member alone = call.join(1);
      alone.say(5);
      alone.connection().stopSpeaking();
      assertThat(alone.encryption().status()).isEqualTo(Status.WAITING);
      call.assertNothingInClear();
    }
  }

  @Test
  void changesAreToldInOrderAndCounted() throws Exception {
    try (Call call = Call.open()) {
      Member first = call.join(1);
      first.awaitStatus(Status.WAITING);
      Member second = call.join(2);
      call.awaitGroup(first, second);
      Member third = call.join(3);
      call.awaitGroup(first, second, third);
      Call.awaitThat(
          "the last change is told",
          () ->
              !first.changes().isEmpty()
                  && first.changes().get(first.changes().size() - 1).equals(first.encryption()));
      List<DaveEncryption> told =
          first.changes().stream().filter(one -> one.status() == Status.ON).toList();
      assertThat(told).doesNotHaveDuplicates();
      assertThat(told)
          .extracting(DaveEncryption::epoch)
          .containsExactly(OptionalLong.of(1), OptionalLong.of(2));
      assertThat(told).extracting(one -> one.members().size()).containsExactly(2, 3);
      DaveStatistics counted = first.counted();
      assertThat(counted.keyPackages()).isEqualTo(1);
      assertThat(counted.epochs()).isEqualTo(2);
      assertThat(counted.refused()).isZero();
      assertThat(third.counted().epochs()).isEqualTo(1);
    }
  }
}
