package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.ConnectionStatistics;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** No received frame is lost or attributed to another user when messages are late or missing. */
class ReceivingTest {
  private static final int FIRST_SSRC = 100;

  /** No user learns the users of the SSRCs. */
  private record WithoutSpeaking() implements ServerBehaviour {
    @Override
    public Verdict outgoing(Peer to, GatewayMessage message) {
      return message instanceof Speaking ? Verdict.drop() : Verdict.deliver();
    }
  }

  /** Holds back the message with which user 1 gets the keys. */
  private record LateKeys(CompletableFuture<Void> gate) implements ServerBehaviour {
    @Override
    public Verdict outgoing(Peer to, GatewayMessage message) {
      boolean hasKeys =
          message instanceof MlsAnnounceCommitTransition || message instanceof MlsWelcome;
      return to.userId() == 1 && hasKeys ? Verdict.holdUntil(gate) : Verdict.deliver();
    }
  }

  /** One received frame that is not silence. */
  private record Heard(OptionalLong userId, long ssrc, int sequence, long timestamp) {}

  private static List<Heard> recordFrames(Member listener) {
    List<Heard> heard = new CopyOnWriteArrayList<>();
    listener
        .connection()
        .onOpus(
            (user, ssrc, sequence, timestamp, frame) -> {
              if (!Call.isSilence(frame)) {
                heard.add(new Heard(user, ssrc, sequence, timestamp));
              }
            });
    return heard;
  }

  @Test
  void framesWithoutAKnownUserAreDecryptedWithTheKeyOfTheirSender() throws Exception {
    try (Call call =
        Call.open(DaveMode.REQUIRED, server -> server.behaviour(new WithoutSpeaking()))) {
      List<Member> members = call.joined(4);
      for (Member speaker : members) {
        speaker.send(20);
      }
      for (Member listener : members) {
        for (Member speaker : members) {
          if (listener != speaker) {
            listener.awaitAllReceived(speaker);
          }
        }
      }
      call.assertAllEncrypted();
      for (Member listener : members) {
        DaveFrameStatistics counted = framesReceived(listener);
        assertThat(counted.users()).hasSize(3);
        assertThat(counted.users().values())
            .allSatisfy(user -> assertThat(user.decrypted()).isEqualTo(20));
        assertThat(counted.total().dropped()).isZero();
      }
    }
  }

  private static DaveFrameStatistics framesReceived(Member member) {
    return member.connection().statistics().framesReceived().orElseThrow();
  }

  @Test
  void wrongSpeakingMessagesChangeNothingAndAreCounted() throws Exception {
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.firstSsrc(FIRST_SSRC))) {
      List<Member> members = call.joined(3);
      call.assertAllReceiveAll(members);
      Member listener = members.get(0);
      List<Heard> heard = recordFrames(listener);
      for (long other = 1_000; other < 1_000 + 5_000; other++) {
        sendSpeaking(call, other, FIRST_SSRC + 1);
      }
      sendSpeaking(call, 3, FIRST_SSRC + 1);
      Call.awaitThat(
          "the wrong message is counted",
          () -> {
            send(members.get(1));
            return framesReceived(listener).contradictions() > 0;
          });
      listener.awaitAllReceived(members.get(1));
      assertThat(heard).allSatisfy(frame -> assertThat(frame.userId()).hasValue(2));
      assertThat(framesReceived(listener).total().dropped()).isZero();
    }
  }

  private static void send(Member speaker) {
    try {
      speaker.send(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sendSpeaking(Call call, long user, long ssrc) {
    call.server()
        .sendTo(
            GUILD, 1, new Speaking(OptionalLong.of(user), SpeakingFlag.MICROPHONE.bit(), 0, ssrc));
  }

  @Test
  void usersOfTheSsrcsStayKnownAfterAResume() throws Exception {
    try (Call call = Call.open(DaveMode.OFF, server -> {})) {
      Member listener = call.join(1);
      Member speaker = call.join(2);
      call.assertAllReceiveAll(listener, speaker);
      List<Heard> heard = recordFrames(listener);
      call.server().dropConnection(GUILD, 1);
      call.server().await(ServerEvent.Resumed.class, resumed -> true, Call.LIMIT);
      speaker.send(5);
      listener.awaitAllReceived(speaker);
      assertThat(heard).allSatisfy(frame -> assertThat(frame.userId()).hasValue(2));
    }
  }

  /**
   * Frames are kept for one second of real time. On a machine that stands still for so long, they
   * are dropped and counted, and the call is repeated.
   */
  @Test
  void framesThatArriveBeforeTheirKeysAreDeliveredInOrderWhenTheKeysArrive() throws Exception {
    boolean complete = false;
    for (int call = 0; call < 5 && !complete; call++) {
      complete = hearsFramesBeforeTheirKeys();
    }
    assertThat(complete).isTrue();
  }

  private static boolean hearsFramesBeforeTheirKeys() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.behaviour(new LateKeys(gate)))) {
      Member first = call.join(1);
      List<Heard> heard = recordFrames(first);
      Member second = call.join(2);
      Call.awaitThat("an epoch", () -> call.group().epoch() == 1);
      second.send(8);
      Call.awaitThat("five frames have arrived", () -> datagrams(first) >= 5);
      assertThat(heard).isEmpty();
      gate.complete(null);
      Call.awaitThat("each frame is heard or counted", () -> heard.size() + tooEarly(first) == 8);
      if (tooEarly(first) == 0) {
        assertInOrder(heard, 8);
      }
      return tooEarly(first) == 0;
    }
  }

  private static long tooEarly(Member member) {
    DaveFrameCounts total = framesReceived(member).total();
    return total.tooEarly() + total.noOwner();
  }

  private static long datagrams(Member member) {
    return member.connection().statistics().udp().orElseThrow().datagramsReceived();
  }

  private static void assertInOrder(List<Heard> heard, int count) {
    assertThat(heard).hasSize(count);
    Heard start = heard.get(0);
    for (int n = 0; n < count; n++) {
      assertThat(heard.get(n).sequence()).isEqualTo(start.sequence() + n & 0xFFFF);
      assertThat(heard.get(n).timestamp()).isEqualTo(start.timestamp() + 960L * n & 0xFFFF_FFFFL);
      assertThat(heard.get(n).userId()).hasValue(2);
    }
  }

  @Test
  void ssrcsOfTheOldVoiceSessionHaveNoUserInTheNextOne() throws Exception {
    try (Call call = Call.open(DaveMode.OFF, server -> server.firstSsrc(FIRST_SSRC))) {
      Member listener = call.join(1);
      Member former = call.join(2);
      Member speaker = call.join(3);
      call.assertAllReceiveAll(listener, former, speaker);
      List<Heard> heard = recordFrames(listener);
      failOverInOtherOrder(call, listener, speaker, former);
      speaker.send(10);
      Call.awaitThat("frames are heard", () -> heard.size() == 10);
      assertThat(heard)
          .allSatisfy(
              frame -> {
                assertThat(frame.ssrc()).isEqualTo(FIRST_SSRC + 1);
                assertThat(frame.userId()).isEmpty();
              });
    }
  }

  @Test
  void encryptedFramesAfterAFailoverAreAttributedToTheirSender() throws Exception {
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.firstSsrc(FIRST_SSRC))) {
      List<Member> members = call.joined(3);
      call.assertAllReceiveAll(members);
      Member listener = members.get(0);
      List<Heard> heard = recordFrames(listener);
      failOverInOtherOrder(call, listener, members.get(2), members.get(1));
      call.awaitGroup(members);
      members.get(2).send(10);
      listener.awaitAllReceived(members.get(2));
      assertThat(heard)
          .hasSize(10)
          .allSatisfy(
              frame -> {
                assertThat(frame.ssrc()).isEqualTo(FIRST_SSRC + 1);
                assertThat(frame.userId()).hasValue(3);
              });
    }
  }

  /**
   * Moves the members to another server, which numbers them in this order and sends no Speaking.
   */
  private static void failOverInOtherOrder(Call call, Member... members) {
    EmbeddedVoiceServer other =
        call.addServer(server -> server.firstSsrc(FIRST_SSRC).behaviour(new WithoutSpeaking()));
    for (Member member : members) {
      member.gateway().failOver(GUILD, other).emitAll();
      Call.awaitThat(
          member + " is on the other server",
          () -> other.session(GUILD, member.userId()).isPresent());
      Call.awaitThat(member + " has audio", () -> isEstablished(other, member));
    }
  }

  private static boolean isEstablished(EmbeddedVoiceServer server, Member member) {
    return server.events().stream()
            .filter(ServerEvent.Identified.class::isInstance)
            .anyMatch(event -> ((ServerEvent.Identified) event).userId() == member.userId())
        && member.connection().state() instanceof ConnectionState.Established;
  }

  @Test
  void silenceInsteadOfFramesDoesNotCountAsFramesSent() throws Exception {
    try (Call call = Call.open()) {
      Member alone = call.join(1);
      alone.send(5);
      alone.connection().stopSpeaking();
      ConnectionStatistics counted = alone.connection().statistics();
      assertThat(call.server().frames(GUILD, 1)).allMatch(ServerEvent.FrameReceived::silence);
      assertThat(counted.framesSent()).isZero();
      assertThat(counted.framesReplacedBySilence()).isEqualTo(5);
    }
  }
}
