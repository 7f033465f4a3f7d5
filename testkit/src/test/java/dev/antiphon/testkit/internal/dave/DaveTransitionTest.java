package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.GUILD;
import static dev.antiphon.testkit.internal.dave.DaveTestCall.receivedTypes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.record.ServerEvent.DaveTransitionExecuted;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transitions of a call's encryption, and the members that must be ready for them. */
class DaveTransitionTest {

  private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) 0xFA, (byte) 0xFA};

  private static EmbeddedVoiceServerBuilder limited(Duration limit) {
    return EmbeddedVoiceServer.builder().dave(DaveMode.OPTIONAL).daveTransitionLimit(limit);
  }

  private static List<DaveTransitionExecuted> executions(DaveTestCall call) {
    return call.server.events().stream()
        .filter(DaveTransitionExecuted.class::isInstance)
        .map(DaveTransitionExecuted.class::cast)
        .toList();
  }

  @Test
  void transitionIsExecutedWhenAllMembersAreReady() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.member(2).answersReady = false;
      call.join(3);
      call.until(() -> call.hasReached(2) && call.member(2).number() == 2);
      call.exchange();
      assertThat(call.group().transitions()).hasSize(1);
      assertThat(call.member(1).executed).isEmpty();
      int id = call.group().transitions().get(0);
      call.member(2).ready(id);
      call.until(() -> call.members.stream().allMatch(one -> one.executed.contains(id)));
      assertThat(executions(call))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.transitionId()).isEqualTo(id);
                assertThat(one.unready()).isEmpty();
              });
    }
  }

  @Test
  void transitionIsExecutedAfterTheTimeLimitWhenAMemberIsNotReady() {
    try (DaveTestCall call = new DaveTestCall(limited(Duration.ofSeconds(1)))) {
      DaveTestMember second = call.joined(1, 1);
      second.answersReady = false;
      call.join(2);
      call.until(() -> call.hasReached(1));
      call.join(3);
      call.until(() -> second.executed.size() == 1);
      assertThat(executions(call).get(0).unready()).containsExactly(1L);
    }
  }

  @Test
  void transitionDoesNotWaitForMembersThatHaveLeft() {
    try (DaveTestCall call = DaveTestCall.of(3)) {
      call.member(2).answersReady = false;
      call.join(4);
      call.until(() -> call.hasReached(2) && call.member(2).number() == 2);
      call.leave(2);
      call.settle();
      assertThat(executions(call)).allSatisfy(one -> assertThat(one.unready()).isEmpty());
    }
  }

  @Test
  void olderTransitionIsExecutedBeforeTheNewerTransition() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      DaveTestMember slow = call.member(2);
      slow.answersReady = false;
      call.join(3);
      call.until(() -> slow.number() == 2);
      call.join(4);
      call.until(() -> slow.number() == 3);
      call.exchange();
      List<Integer> ids = call.group().transitions();
      assertThat(ids).hasSize(2);
      slow.ready(ids.get(1));
      call.until(() -> slow.executed.size() == 2);
      assertThat(slow.executed).isEqualTo(ids);
    }
  }

  @Test
  void callIsUnencryptedWhileAMemberDoesNotSupportDave() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      DaveTestMember plain = call.joined(3, 0);
      assertThat(plain.version).isZero();
      call.until(() -> call.member(1).version == 0 && call.member(2).version == 0);
      assertThat(call.group().protocolVersion()).isZero();
      assertThat(receivedTypes(plain, DavePrepareTransition.class, MlsExternalSender.class))
          .isEmpty();
      assertThat(call.joined(4, 1).version).isZero();
      call.leave(3);
      call.until(() -> call.members.stream().allMatch(one -> one.version == 1));
      call.settle();
      assertThat(call.group().protocolVersion()).isOne();
      assertThat(call.group().members()).containsValues(1L, 2L, 4L);
      assertThat(receivedTypes(call.member(4), DavePrepareEpoch.class, MlsExternalSender.class))
          .containsExactly("DavePrepareEpoch", "MlsExternalSender");
    }
  }

  @Test
  void lastMemberUsesDaveImmediatelyWhenTheMemberWithoutDaveLeaves() {
    try (DaveTestCall call = DaveTestCall.optional()) {
      call.joined(1, 0);
      DaveTestMember last = call.joined(2, 1);
      assertThat(last.version).isZero();
      call.leave(1);
      call.until(() -> last.version == 1);
      assertThat(
              receivedTypes(
                  last,
                  DavePrepareEpoch.class,
                  MlsExternalSender.class,
                  DavePrepareTransition.class,
                  DaveExecuteTransition.class))
          .containsExactly("DavePrepareEpoch", "MlsExternalSender", "DavePrepareTransition");
    }
  }

  @Test
  void lastMemberUsesDaveImmediatelyWhenTheOthersLeaveBeforeTheNewGroupExists() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.members.forEach(member -> member.sendsKeyPackages = false);
      call.joined(3, 0);
      call.until(() -> call.member(1).version == 0 && call.member(2).version == 0);
      call.leave(3);
      call.leave(2);
      call.until(() -> call.member(1).version == 1);
      assertThat(call.group().protocolVersion()).isOne();
    }
  }

  @Test
  void clientWithoutDaveIsRefusedWith4017WhenDaveIsRequired() {
    try (DaveTestCall call =
        new DaveTestCall(EmbeddedVoiceServer.builder().dave(DaveMode.REQUIRED))) {
      assertThat(call.join(1, 0).client.closeCode()).isEqualTo(4017);
      assertThat(call.joined(2, 1).version).isOne();
      assertThat(call.server.summary().violations())
          .containsOnly(entry(ViolationKind.DAVE_NOT_OFFERED, 1L));
    }
  }

  @Test
  void daveMessagesAreIgnoredWhenDaveIsOff() {
    try (DaveTestCall call = new DaveTestCall(EmbeddedVoiceServer.builder().dave(DaveMode.OFF))) {
      DaveTestMember member = call.joined(1, 1);
      assertThat(member.version).isZero();
      member.begin();
      call.exchange();
      assertThat(call.server.delivery().group(GUILD)).isEmpty();
      assertThat(receivedTypes(member, MlsExternalSender.class)).isEmpty();
      assertThat(call.server.summary().violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPTIONAL", "OFF"})
  void daveFramesAreForwardedOnlyToMembersThatUseDave(DaveMode mode) {
    try (DaveTestCall call =
        new DaveTestCall(EmbeddedVoiceServer.builder().echo(true).dave(mode))) {
      DaveTestMember sender = call.joined(1, 1);
      DaveTestMember reader = call.joined(2, 1);
      DaveTestMember plain = call.joined(3, 0);
      sender.client.speak(1);
      sender.client.sendFrame(7, FRAME);
      boolean off = mode == DaveMode.OFF;
      assertThat(reader.client.receiveFrame().opus()).isEqualTo(FRAME);
      assertThat(plain.client.receiveFrame().opus())
          .isEqualTo(off ? FRAME : new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE});
      sender.client.sendFrame(8, new byte[] {1, 2, 3});
      assertThat(sender.client.receiveFrame().header().sequence()).isEqualTo(off ? 7 : 8);
      assertThat(plain.client.receiveFrame().opus()).containsExactly(1, 2, 3);
    }
  }
}
