package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.WaitReason;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event of the time before a join or a move does not end this request. */
@Tag("P29")
class FreshRequestTest {

  /** A message about the call before the request, or an answer to the request. */
  enum Message {
    REMOVED(FlowSimulation::voiceStateWithoutChannel),
    CLOSED(flow -> flow.on(new VoiceEvent.SocketClosed(1, 4014))),
    DELETED(flow -> flow.on(evicted(7, DisconnectReason.CHANNEL_DELETED))),
    MOVED(flow -> flow.voiceState(8, 1)),
    SERVER(flow -> flow.voiceServer(2, 2));

    private final UnaryOperator<FlowSimulation> arrives;

    Message(UnaryOperator<FlowSimulation> arrives) {
      this.arrives = arrives;
    }
  }

  /** Every order in which Discord lists the bot in no channel before it carries the move out. */
  static Stream<List<Message>> orders() {
    return AnyOrderTest.orders(List.of(Message.values()))
        .filter(order -> order.indexOf(Message.REMOVED) < order.indexOf(Message.MOVED))
        .filter(order -> order.indexOf(Message.REMOVED) < order.indexOf(Message.SERVER));
  }

  /** Input 5: the old channel is deleted while a move is pending. */
  @ParameterizedTest
  @MethodSource("orders")
  void moveCompletesWhenTheOldChannelIsDeletedInAnyOrder(List<Message> order) {
    FlowSimulation flow = Stage.MOVING.reach();
    order.forEach(message -> message.arrives.apply(flow));
    flow.establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
    assertThat(flow.story()).filteredOn("op4(8)"::equals).hasSizeLessThanOrEqualTo(2);
    assertThat(flow.story()).noneMatch(did -> did.contains("fail"));
  }

  /** Discord does not carry the move out: it is requested once more, and then the deadline ends. */
  @ParameterizedTest
  @EnumSource(names = {"REMOVED", "CLOSED", "DELETED"})
  void kickedBotRequestsAPendingMoveOnceMore(Message message) {
    FlowSimulation flow = message.arrives.apply(Stage.MOVING.reach()).advanceMillis(60_000);
    flow.thenEnded(FailureCause.NO_SERVER_UPDATE, new Trigger.TimedOut(FlowTimer.SERVER));
    assertThat(flow.story()).filteredOn("op4(8)"::equals).hasSize(2);
  }

  @Test
  void moveFailsWhenItsChannelIsDeletedAndTheCallContinues() {
    for (DisconnectReason reason :
        List.of(DisconnectReason.CHANNEL_DELETED, DisconnectReason.PERMISSION_LOST)) {
      FlowSimulation flow = Stage.MOVING.reach().on(evicted(8, reason));
      flow.then(ESTABLISHED, "move to 8 fails: ChannelLost", "stop MOVE");
    }
  }

  @Test
  void moveFailsInEveryStateWhenItsChannelIsDeleted() {
    FlowSimulation flow = Stage.MOVING.reach();
    assertMoveFails(flow.fork().closed(1006));
    flow.closed(4006);
    assertMoveFails(flow);
    flow.advanceMillis(250).voiceStateWithoutChannel();
    assertMoveFails(flow);
    flow.voiceState(7, 2).voiceServer(2, 2);
    for (ModelEvent next :
        List.of(
            ModelEvent.SOCKET_OPEN,
            ModelEvent.READY,
            ModelEvent.UDP_READY,
            ModelEvent.DISCOVERED)) {
      assertMoveFails(flow);
      flow.on(next);
    }
    assertMoveFails(flow);
  }

  private static void assertMoveFails(FlowSimulation flow) {
    FlowSimulation lost = flow.fork().on(evicted(8, DisconnectReason.CHANNEL_DELETED));
    lost.then(flow.state(), "move to 8 fails: ChannelLost", "stop MOVE");
  }

  @Test
  void lossOfTheGuildEndsAPendingMove() {
    Stage.MOVING
        .reach()
        .on(new VoiceEvent.Evicted(DisconnectReason.GUILD_REMOVED))
        .thenEnded(DisconnectReason.GUILD_REMOVED, new Trigger.Event(EventKind.EVICTED));
  }

  private static VoiceEvent evicted(long channel, DisconnectReason reason) {
    return new VoiceEvent.Evicted(OptionalLong.of(channel), reason);
  }

  /** Input 6: the voice state of the kick arrives before, between or after the answers. */
  @ParameterizedTest
  @ValueSource(ints = {4014, 4022})
  void joinAfterAKickIsSentAndCompletesInAnyOrder(int code) {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation kicked = Stage.ESTABLISHED.reach().closed(code).advanceMillis(500);
      FlowSimulation joined = kicked.join(channel);
      assertThat(joined.did()).contains("op4(" + channel + ")", "start SERVER 10000 ms");
      List<UnaryOperator<FlowSimulation>> answers =
          List.of(now -> now.voiceState(channel, 2), now -> now.voiceServer(2, 2));
      for (int removals = 0; removals <= 2; removals++) {
        FlowSimulation removed = joined.fork();
        for (int removal = 0; removal < removals; removal++) {
          removed.voiceStateWithoutChannel();
        }
        AnyOrderTest.orders(answers)
            .forEach(
                order -> {
                  FlowSimulation flow = removed.fork();
                  order.forEach(answer -> answer.apply(flow));
                  flow.establish();
                  assertThat(flow.state()).isEqualTo(ESTABLISHED);
                  assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(channel));
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4014, 4022})
  void joinAfterAKickLeavesTheChannelFirst(int code) {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(code).advanceMillis(500).join(7);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(7)",
        "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.JOIN);
    flow.advanceMillis(20_000)
        .thenEnded(FailureCause.NO_SERVER_UPDATE, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  /** The call before the request is over in each of these stages, or its end arrives late. */
  @ParameterizedTest
  @EnumSource(names = {"ASKED", "SETTLING", "RESUMING", "BACKOFF_RESUME", "SEVERED", "SERVER_LOST"})
  void voiceStateWithoutChannelDoesNotEndANewRequest(Stage stage) {
    FlowSimulation flow = stage.reach().move(8).voiceStateWithoutChannel();
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    flow.voiceState(8, 2).voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
  }

  /** The second voice state is the answer to a leave, if a leave was sent with the request. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void removalDuringABackoffDoesNotEndARequestThatCouldNotBeSent(boolean listedElsewhere) {
    for (FlowSimulation flow :
        List.of(
            Stage.ASKED.reach(),
            Stage.SEVERED.reach().join(7),
            Stage.RESUMING.reach().move(8),
            Stage.MOVING.reach().voiceStateWithoutChannel())) {
      if (listedElsewhere) {
        flow.voiceState(9, 1);
      }
      flow.notSent("the gateway is full");
      assertThat(flow.substate()).isEqualTo(BackoffPlan.REJOIN);
      flow.voiceStateWithoutChannel().voiceStateWithoutChannel();
      assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    }
  }

  @Test
  void voiceServerOfAMoveIsKeptWhenTheBotIsRemovedAfterIt() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).voiceStateWithoutChannel();
    assertThat(flow.voiceState(8, 1).did()).contains("dial socket 2 at endpoint 2");
  }

  /** The token of the dial can be used up. */
  @Test
  void voiceServerIsNotDialledTwiceWhenTheBotIsRemovedDuringTheDial() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250);
    flow.voiceStateWithoutChannel().voiceState(8, 1);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    assertThat(flow.voiceServer(3, 3).did()).contains("dial socket 3 at endpoint 3");
  }

  /** Input 7: a lost main session is a reason to rejoin, unless it was lost before the close. */
  @ParameterizedTest
  @ValueSource(ints = {4014, 4022})
  void botRejoinsWhenTheMainSessionWasLostDuringTheClose(int code) {
    List<UnaryOperator<FlowSimulation>> messages =
        List.of(
            flow -> flow.mainSession(LOST),
            flow -> flow.mainSession(RESUMED),
            flow -> flow.closed(code));
    AnyOrderTest.orders(messages)
        .filter(order -> order.indexOf(messages.get(0)) < order.indexOf(messages.get(1)))
        .forEach(
            order -> {
              FlowSimulation flow = Stage.ESTABLISHED.reach();
              order.forEach(message -> message.apply(flow));
              flow.advanceMillis(5_000);
              if (order.indexOf(messages.get(2)) == 2) {
                Substate kicked =
                    code == 4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED;
                flow.thenEnded(kicked, new Trigger.TimedOut(FlowTimer.SERVER));
              } else {
                flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000).waitOver().rejoin(2).establish();
                assertThat(flow.state()).isEqualTo(ESTABLISHED);
              }
            });
  }
}
