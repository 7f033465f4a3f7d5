package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Like a {@link Stage}, but with an earlier event that still affects the flow. */
enum StageWithHistory {
  /** The leave of the previous connection is unanswered. */
  LEAVE_INHERITED(
      limits ->
          new FlowSimulation(limits)
              .on(new Command.Join(FlowSimulation.CHANNEL, true))
              .voiceState(FlowSimulation.CHANNEL, 1)
              .voiceServer(1, 1)),
  /** The same, and then the main gateway was lost. */
  LEAVE_INHERITED_AND_AWAY(limits -> away(LEAVE_INHERITED.begin.apply(limits))),
  /** The same, and then the server was not reached. */
  LEAVE_INHERITED_NOT_REACHED(
      limits -> LEAVE_INHERITED_AND_AWAY.begin.apply(limits).dialFailed("connection refused")),
  /** The main session is new. Discord has named a server but has not listed the bot yet. */
  IN_DOUBT(
      limits ->
          Stage.ESTABLISHED
              .reach(limits)
              .mainSession(VoiceEvent.MainSession.Change.NEW)
              .notSent("away")
              .voiceServer(2, 2)
              .advanceMillis(250)),
  /** Discord lists the bot in a different channel than the requested one. */
  LISTED_ELSEWHERE(
      limits ->
          Stage.REJOINING
              .reach(limits)
              .voiceState(FlowSimulation.OTHER_CHANNEL, 1)
              .notSent("away")
              .voiceServer(2, 2)
              .advanceMillis(250)),
  /** The main session is new, and an own leave is unanswered. */
  LEAVE_UNANSWERED(
      limits ->
          Stage.LEAVING
              .reach(limits)
              .advanceMillis(1)
              .join(FlowSimulation.OTHER_CHANNEL)
              .voiceState(FlowSimulation.OTHER_CHANNEL, 2)
              .voiceServer(2, 2)),
  /** The previous session was resumed, and then closed with a protocol error. */
  CLOSED_WITH_PROTOCOL_ERROR(
      limits ->
          again(Stage.RESUMING_GREETED.reach(limits).resumed().closed(4002).advanceMillis(1_000))),
  /** The previous session was resumed, and then lost. */
  RESUMED(limits -> again(Stage.RESUMING_GREETED.reach(limits).resumed().closed(4006))),
  /** Discord has named a server, and its voice state can still arrive. */
  SERVER_ALONE(limits -> Stage.IDENTIFIED.reach(limits).voiceServer(2, 2)),
  /** Discord has named a server after its voice state, and the settle timer runs. */
  SETTLING(limits -> Stage.BACKOFF_REJOIN.reach(limits).voiceState(7, 2).voiceServer(2, 2)),
  /** The same, but no server was named before, and the last op 4 was not sent. */
  SETTLING_FIRST(limits -> Stage.CONFIRMED.reach(limits).notSent("away").voiceServer(1, 1)),
  /** Discord has named a server, its voice state can still arrive, and a move is pending. */
  MOVING(limits -> Stage.MOVING.reach(limits).voiceServer(2, 2).advanceMillis(250)),
  /** A move is pending during the leave of a rejoin. */
  MOVING_LEFT(limits -> again(Stage.MOVING.reach(limits).closed(4006))),
  /** A move is pending, and the server closes with 4014. */
  MOVING_LOST(limits -> Stage.MOVING.reach(limits).closed(4014)),
  /** A move is pending, the main gateway is lost, and then the socket is lost. */
  MOVING_LOST_AND_AWAY(limits -> away(Stage.MOVING.reach(limits)).closed(1006)),
  /** A move is pending, another server is named, and then the main gateway is lost. */
  MOVING_AWAY(limits -> away(Stage.MOVING.reach(limits).voiceServer(2, 2))),
  /** The UDP path was reported unreachable before the socket was lost. */
  DOUBTING(limits -> Stage.DOUBTING.reach(limits).closed(1006)),
  /** The same, while the main gateway is lost. */
  DOUBTING_AWAY(limits -> away(Stage.DOUBTING.reach(limits)).closed(1006)),
  /** A move is pending, and the bot has left its channel for a rejoin. */
  MOVING_LEAVES(limits -> Stage.MOVING.reach(limits).closed(4006).advanceMillis(250)),
  /** A move is pending, the socket is lost twice, and Discord answers the leave of earlier. */
  MOVING_NOT_LISTED(
      limits ->
          LEAVE_INHERITED
              .begin
              .apply(limits)
              .establish()
              .move(FlowSimulation.OTHER_CHANNEL)
              .closed(1006)
              .closed(1006)
              .voiceStateWithoutChannel()),
  /** A move without a call was not decided in time, and its answer can still arrive. */
  MOVING_UNDECIDED(
      limits ->
          Stage.BACKOFF_RESUME
              .reach(limits)
              .move(FlowSimulation.OTHER_CHANNEL)
              .on(ModelEvent.DECIDE_FIRES)),
  /** A reconnect is pending, and nothing was sent for it yet. */
  RECONNECTING(limits -> Stage.ESTABLISHED.reach(limits).reconnect()),
  /** A reconnect is pending, and the bot has left its channel for it. */
  RECONNECTING_LEAVES(limits -> Stage.ESTABLISHED.reach(limits).reconnect().advance(Duration.ZERO)),
  /** A reconnect is pending, and Discord has answered it. */
  RECONNECTING_AGAIN(limits -> again(Stage.ESTABLISHED.reach(limits).reconnect())),
  /** Another session has replaced the one that no voice server has accepted. */
  CONTESTED(limits -> Stage.IDENTIFIED.reach(limits).voiceState(FlowSimulation.CHANNEL, 2)),
  /** The application joins again before Discord has named a server, and the join is unanswered. */
  JOINED_AGAIN(limits -> Stage.CONFIRMED.reach(limits).join().voiceServer(1, 1)),
  /** The same, and then the main gateway was lost. */
  JOINED_AGAIN_AND_AWAY(limits -> away(JOINED_AGAIN.begin.apply(limits))),
  /** The same join is unanswered, and the server closes with 4014. */
  JOINED_AGAIN_SEVERED(limits -> JOINED_AGAIN.begin.apply(limits).open().closed(4014)),
  /** The application joins again while the lost socket is dialled. */
  JOINED_WHILE_RESUMING(limits -> Stage.REDIALLING.reach(limits).join()),
  /** The join was not sent because the main gateway is lost, and a reconnect is pending. */
  RECONNECTING_AWAY(limits -> away(Stage.ASKED.reach(limits)).notSent("away").reconnect()),
  /** Discord has moved the bot before the voice server has accepted the session. */
  MOVED(limits -> Stage.DIALLING.reach(limits).voiceState(FlowSimulation.OTHER_CHANNEL, 1)),
  /** The bot rejoins while a move to the channel in which Discord lists it is pending. */
  MOVING_WHERE_LISTED(
      limits ->
          LISTED_ELSEWHERE
              .begin
              .apply(limits)
              .establish()
              .move(FlowSimulation.OTHER_CHANNEL)
              .closed(4006)
              .advanceMillis(250)),
  /** The mode of the previous session is known, and the violations are used up. */
  MALFORMED_ON_THE_NEXT_SERVER(
      limits ->
          away(Stage.READY.reach(limits).voiceServer(2, 2).advanceMillis(250))
              .open()
              .malformed(-1)
              .malformed(-1)),
  /** No own op 4 is left, and Discord does not show the self flags that are wanted. */
  SPENT(
      limits ->
          spent(Stage.ASKED.reach(limits))
              .self(true, false)
              .voiceState(FlowSimulation.CHANNEL, 1)
              .voiceServer(1, 1)),
  /** No own op 4 is left for a move, and the call before it has ended. */
  SPENT_MOVING(
      limits ->
          spent(Stage.MOVING.reach(limits))
              .voiceState(FlowSimulation.CHANNEL, 1)
              .voiceServer(2, 2)
              .closed(4011));

  private final Function<FlowLimits, FlowSimulation> begin;

  StageWithHistory(Function<FlowLimits, FlowSimulation> begin) {
    this.begin = begin;
  }

  /**
   * Copies of the flow at its start, and after each step of a handshake, two lost sockets, and
   * another voice server. A step that changes nothing adds no copy.
   */
  List<FlowSimulation> steps(FlowLimits limits) {
    FlowSimulation flow = begin.apply(limits);
    List<FlowSimulation> steps = new ArrayList<>(List.of(flow.fork()));
    List<Consumer<FlowSimulation>> next =
        List.of(
            FlowSimulation::open,
            FlowSimulation::hello,
            FlowSimulation::ready,
            FlowSimulation::udpReady,
            FlowSimulation::discovered,
            FlowSimulation::described,
            now -> now.closed(1006),
            FlowSimulation::open,
            now -> now.closed(1006),
            now -> now.voiceServer(3, 3));
    for (Consumer<FlowSimulation> step : next) {
      Snapshot before = flow.now();
      step.accept(flow);
      if (!flow.now().equals(before)) {
        steps.add(flow.fork());
      }
    }
    return steps;
  }

  private static FlowSimulation away(FlowSimulation flow) {
    return flow.mainSession(VoiceEvent.MainSession.Change.LOST);
  }

  /** Each new main session costs an own op 4. */
  private static FlowSimulation spent(FlowSimulation flow) {
    int most = flow.limits().ownVoiceStates(flow.memory().budgets());
    for (int session = 0; session < most; session++) {
      flow.mainSession(VoiceEvent.MainSession.Change.NEW);
    }
    return flow;
  }

  private static FlowSimulation again(FlowSimulation flow) {
    if (flow.state() == VoiceState.BACKOFF) {
      flow.advance(flow.delay());
    }
    return flow.state() == VoiceState.AWAITING_SERVER_UPDATE ? flow.rejoin(2) : flow;
  }
}
