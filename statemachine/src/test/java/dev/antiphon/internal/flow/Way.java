package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A longer way than to a {@link Stage}: on it something of the past still matters. */
enum Way {
  /** The leave of the connection before is unanswered. */
  LEAVE_INHERITED(
      limits ->
          new FlowSimulation(limits)
              .on(new Command.Join(FlowSimulation.CHANNEL, true))
              .voiceState(FlowSimulation.CHANNEL, 1)
              .voiceServer(1, 1)),
  /** The same, and then the main gateway was lost. */
  LEAVE_INHERITED_AND_AWAY(limits -> away(LEAVE_INHERITED.begin.apply(limits))),
  /** The main session is new, and Discord has named a server without listing us since. */
  IN_DOUBT(
      limits ->
          Stage.ESTABLISHED
              .reach(limits)
              .mainSession(VoiceEvent.MainSession.Change.NEW)
              .notSent("away")
              .voiceServer(2, 2)
              .advanceMillis(250)),
  /** Discord lists us in another channel than the one that we have asked for. */
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
  /** The session before was blamed for an error, and had been resumed. */
  BLAMED(
      limits ->
          again(Stage.RESUMING_GREETED.reach(limits).resumed().closed(4002).advanceMillis(1_000))),
  /** The session before was lost, and had been resumed. */
  RESUMED(limits -> again(Stage.RESUMING_GREETED.reach(limits).resumed().closed(4006))),
  /** Discord has named a server whose other half may still come. */
  SERVER_ALONE(limits -> Stage.IDENTIFIED.reach(limits).voiceServer(2, 2)),
  /** It has named one for a voice state that came before, and says so after a while only. */
  SETTLING(limits -> Stage.BACKOFF_REJOIN.reach(limits).voiceState(7, 2).voiceServer(2, 2)),
  /** Discord has named a server whose other half may still come, and a move is asked for. */
  MOVING(limits -> Stage.MOVING.reach(limits).voiceServer(2, 2).advanceMillis(250)),
  /** A move is asked for while the channel is left to be joined again. */
  MOVING_LEFT(limits -> again(Stage.MOVING.reach(limits).closed(4006))),
  /** A move is asked for while a resume goes wrong. */
  MOVING_LOST(limits -> Stage.MOVING.reach(limits).closed(4014)),
  /** A move is asked for, the main gateway is lost, and then the socket. */
  MOVING_LOST_AND_AWAY(limits -> away(Stage.MOVING.reach(limits)).closed(1006)),
  /** A move is asked for, the main gateway is lost, but has named another server before. */
  MOVING_AWAY(limits -> away(Stage.MOVING.reach(limits).voiceServer(2, 2))),
  /** The path was in doubt when the socket was lost. */
  DOUBTING(limits -> Stage.DOUBTING.reach(limits).closed(1006)),
  /** The same, while the main gateway is away. */
  DOUBTING_AWAY(limits -> away(Stage.DOUBTING.reach(limits)).closed(1006));

  private final Function<FlowLimits, FlowSimulation> begin;

  Way(Function<FlowLimits, FlowSimulation> begin) {
    this.begin = begin;
  }

  /** The flow after each step of the way, and then of a handshake, two losses and two resumes. */
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
            now -> now.closed(1006));
    for (Consumer<FlowSimulation> step : next) {
      step.accept(flow);
      steps.add(flow.fork());
    }
    return steps;
  }

  private static FlowSimulation away(FlowSimulation flow) {
    return flow.mainSession(VoiceEvent.MainSession.Change.LOST);
  }

  private static FlowSimulation again(FlowSimulation flow) {
    if (flow.state() == VoiceState.BACKOFF) {
      flow.advance(flow.delay());
    }
    return flow.state() == VoiceState.AWAITING_SERVER_UPDATE ? flow.rejoin(2) : flow;
  }
}
