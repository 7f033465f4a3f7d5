package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While there are no keys, frames wait, and early messages of the gateway are buffered. */
class WaitingForKeysTest {
  private static final int QUEUE = 50;

  /** Holds back some messages to a user. */
  private record Withheld(
      long userId, Predicate<GatewayMessage> which, CompletableFuture<Void> gate)
      implements ServerBehaviour {
    @Override
    public Verdict outgoing(Peer to, GatewayMessage message) {
      return to.userId() == userId && which.test(message)
          ? Verdict.holdUntil(gate)
          : Verdict.deliver();
    }
  }

  @Test
  void framesWaitForTheFirstKeysAndAreThenSent() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    Predicate<GatewayMessage> keys =
        message -> message instanceof MlsAnnounceCommitTransition || message instanceof MlsWelcome;
    try (Call call =
        Call.open(DaveMode.REQUIRED, server -> server.behaviour(new Withheld(2, keys, gate)))) {
      Member first = call.join(1);
      Member second = call.join(2);
      Call.awaitThat("an epoch", () -> call.group().epoch() == 1);
      assertWaitsFor(gate, call, second, first);
      call.awaitGroup(first, second);
    }
  }

  @Test
  void framesOfANewMemberWaitForTheExecutionOfTheTransition() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    Predicate<GatewayMessage> execution = DaveExecuteTransition.class::isInstance;
    try (Call call =
        Call.open(
            DaveMode.REQUIRED, server -> server.behaviour(new Withheld(3, execution, gate)))) {
      List<Member> members = call.joined(2);
      Member third = call.join(3);
      call.server().await(ServerEvent.DaveTransitionExecuted.class, executed -> true, Call.LIMIT);
      assertWaitsFor(gate, call, third, members.get(0));
      call.awaitGroup(members.get(0), members.get(1), third);
    }
  }

  /**
   * Sends more frames than the queue can hold. No frame is sent until the gate opens; then all
   * frames are sent.
   */
  private static void assertWaitsFor(
      CompletableFuture<Void> gate, Call call, Member speaker, Member listener)
      throws InterruptedException {
    speaker.send(QUEUE);
    Call.awaitThat(
        "a frame is taken from the queue",
        () -> speaker.connection().statistics().framesQueued() < QUEUE);
    speaker.send(1);
    assertThat(speaker.connection().opusSend().offer(new byte[] {(byte) 0xF8, 1})).isFalse();
    assertThat(call.server().frames(GUILD, speaker.userId())).allMatch(FrameReceived::silence);
    assertThat(speaker.connection().statistics().framesSent()).isZero();
    gate.complete(null);
    listener.awaitAllReceived(speaker);
    call.assertAllEncrypted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_description", "mls_external_sender"})
  void encryptionMessagesThatArriveTooEarlyAreHandledLater(String late) throws Exception {
    FaultScript script =
        FaultScript.parse(
            "[{'when':{'sending':'%s'},'do':{'reorder':1},'times':2}]"
                .formatted(late)
                .replace('\'', '"'));
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.faults(script))) {
      List<Member> members = call.joined(3);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();
    }
  }

  /** Sends a sequence number, an opcode and an invalid body at each stage of a join. */
  @ParameterizedTest
  @ValueSource(strings = {"00001b00054142434445", "00001b0142", "00001900", "00001d000041"})
  void callContinuesAfterInvalidMessagesAtEachStageOfAJoin(String hex) throws Exception {
    String rules =
        Stream.of(
                "'received':'identify'",
                "'sending':'ready'",
                "'sent':'ready'",
                "'discovery':true",
                "'received':'select_protocol'",
                "'sent':'session_description'",
                "'sending':'mls_external_sender'",
                "'sent':'mls_external_sender'",
                "'sending':'mls_proposals'")
            .map(when -> "{'when':{%s},'do':{'send_hex':'%s'},'times':2}".formatted(when, hex))
            .collect(Collectors.joining(",", "[", "]"));
    FaultScript script = FaultScript.parse(rules.replace('\'', '"'));
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.faults(script))) {
      List<Member> members = call.joined(2);
      call.assertAllReceiveAll(members);
      assertThat(call.server().events())
          .hasAtLeastOneElementOfType(ServerEvent.FaultApplied.class)
          .doesNotHaveAnyElementsOfTypes(ServerEvent.Closed.class);
    }
  }

  @Test
  void callContinuesAfterAFloodOfInvalidMessages() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      for (int i = 0; i < 2_000; i++) {
        call.server()
            .sendTo(
                GUILD, 1, new MlsProposals(0, OpaqueBytes.copyOf(new byte[] {5, 1, 2, 3, 4, 5})));
      }
      call.assertAllReceiveAll(members);
      Call.awaitThat("all messages are refused", () -> members.get(0).counted().refused() >= 2_000);
      call.joinAndAwait(members, 3);
      assertThat(call.server().events()).doesNotHaveAnyElementsOfTypes(ServerEvent.Closed.class);
    }
  }
}
