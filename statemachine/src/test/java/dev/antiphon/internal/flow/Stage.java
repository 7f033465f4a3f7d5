package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/** The stages of a connection at which a test can start: each state, and parts of some states. */
public enum Stage {
  IDLE(VoiceState.IDLE),
  /** Op 4 is sent. */
  ASKED(VoiceState.AWAITING_SERVER_UPDATE),
  /** The voice state has arrived. */
  CONFIRMED(VoiceState.AWAITING_SERVER_UPDATE),
  /** The voice server update has arrived first. */
  SETTLING(VoiceState.AWAITING_SERVER_UPDATE),
  DIALLING(VoiceState.IDENTIFYING),
  /** The socket is open, and Identify is sent. */
  IDENTIFIED(VoiceState.IDENTIFYING),
  GREETED(VoiceState.IDENTIFYING),
  READY(VoiceState.READY),
  DISCOVERING(VoiceState.DISCOVERING),
  SELECTING(VoiceState.SELECTING),
  ESTABLISHED(VoiceState.ESTABLISHED),
  /** Established, with the UDP path reported unreachable. */
  DOUBTING(VoiceState.ESTABLISHED),
  /** Established, with a pending move that Discord has not confirmed. */
  MOVING(VoiceState.ESTABLISHED),
  /** The socket was lost and is dialled again. */
  REDIALLING(VoiceState.RESUMING),
  /** The socket is open, and Resume is sent. */
  RESUMING(VoiceState.RESUMING),
  /** The server has sent Hello, but not Resumed. */
  RESUMING_GREETED(VoiceState.RESUMING),
  BACKOFF_RESUME(VoiceState.BACKOFF),
  BACKOFF_IDENTIFY(VoiceState.BACKOFF),
  BACKOFF_REJOIN(VoiceState.BACKOFF),
  /** The back-off is over, but the main gateway is lost. */
  BACKOFF_HELD(VoiceState.BACKOFF),
  /** The first part of a rejoin: the leave is sent. */
  LEAVING(VoiceState.AWAITING_SERVER_UPDATE),
  /** The second part of a rejoin: the join is sent. */
  REJOINING(VoiceState.AWAITING_SERVER_UPDATE),
  /** The voice server closed with 4014, and Discord has not sent the reason yet. */
  SEVERED(VoiceState.AWAITING_SERVER_UPDATE),
  /** Discord has named another voice server. A voice state can still follow. */
  SERVER_CHANGED(VoiceState.AWAITING_SERVER_UPDATE),
  /** Discord has taken the voice server away. */
  SERVER_LOST(VoiceState.AWAITING_SERVER_UPDATE),
  /** Discord has named too many voice servers, so the next dial is delayed. */
  PACED(VoiceState.IDENTIFYING),
  DISCONNECTED(VoiceState.DISCONNECTED),
  FAILED(VoiceState.FAILED);

  private final VoiceState state;

  Stage(VoiceState state) {
    this.state = state;
  }

  public VoiceState state() {
    return state;
  }

  /** Whether a WebSocket is held here. */
  public boolean holdsSocket() {
    return ordinal() >= DIALLING.ordinal() && ordinal() <= RESUMING_GREETED.ordinal();
  }

  /** Whether a UDP path is held here. */
  public boolean holdsPath() {
    return ordinal() >= READY.ordinal() && ordinal() <= BACKOFF_RESUME.ordinal();
  }

  /** Whether the join is not complete here. */
  public boolean joins() {
    boolean beforeTheCall = ordinal() >= ASKED.ordinal() && ordinal() <= SELECTING.ordinal();
    return beforeTheCall || this == BACKOFF_IDENTIFY || this == PACED;
  }

  /** Whether Discord may list the bot in a channel here. */
  public boolean mayBeListed() {
    return this != IDLE && !state.isTerminal();
  }

  /** A flow at this stage that has received Hello. */
  public FlowSimulation reach() {
    return reach(FlowLimits.ofDefaults());
  }

  /** A flow at this stage with these limits that has received Hello. */
  public FlowSimulation reach(FlowLimits limits) {
    return walk(true, limits);
  }

  /** A flow at this stage that has not received Hello. Equal to {@link #reach} before Hello. */
  public FlowSimulation reachWithoutHello() {
    return reachWithoutHello(FlowLimits.ofDefaults());
  }

  /** The same with these limits. */
  public FlowSimulation reachWithoutHello(FlowLimits limits) {
    return walk(false, limits);
  }

  private FlowSimulation walk(boolean greeted, FlowLimits limits) {
    FlowSimulation flow = new FlowSimulation(limits);
    return switch (this) {
      case IDLE -> flow;
      case ASKED -> flow.join();
      case CONFIRMED -> flow.join().voiceState(FlowSimulation.CHANNEL, 1);
      case SETTLING -> flow.join().voiceServer(1, 1);
      case DIALLING -> CONFIRMED.walk(greeted, limits).voiceServer(1, 1);
      case IDENTIFIED -> DIALLING.walk(greeted, limits).open();
      case GREETED ->
          greeted ? IDENTIFIED.walk(true, limits).hello() : IDENTIFIED.walk(false, limits);
      case READY -> GREETED.walk(greeted, limits).ready();
      case DISCOVERING -> READY.walk(greeted, limits).udpReady();
      case SELECTING -> DISCOVERING.walk(greeted, limits).discovered();
      case ESTABLISHED -> SELECTING.walk(greeted, limits).described();
      case DOUBTING -> ESTABLISHED.walk(greeted, limits).udpUnreachable();
      case MOVING -> ESTABLISHED.walk(greeted, limits).move(FlowSimulation.OTHER_CHANNEL);
      case REDIALLING -> ESTABLISHED.walk(greeted, limits).closed(1006);
      case RESUMING -> REDIALLING.walk(greeted, limits).open();
      case RESUMING_GREETED ->
          greeted ? RESUMING.walk(true, limits).hello() : RESUMING.walk(false, limits);
      case BACKOFF_RESUME -> RESUMING_GREETED.walk(greeted, limits).closed(1006);
      case BACKOFF_IDENTIFY -> GREETED.walk(greeted, limits).closed(1006);
      case BACKOFF_REJOIN -> ESTABLISHED.walk(greeted, limits).closed(4006);
      case BACKOFF_HELD ->
          BACKOFF_REJOIN
              .walk(greeted, limits)
              .mainSession(VoiceEvent.MainSession.Change.LOST)
              .advanceMillis(250);
      case LEAVING -> BACKOFF_REJOIN.walk(greeted, limits).advanceMillis(250);
      case REJOINING -> LEAVING.walk(greeted, limits).voiceStateWithoutChannel();
      case SEVERED -> ESTABLISHED.walk(greeted, limits).closed(4014);
      case SERVER_CHANGED -> ESTABLISHED.walk(greeted, limits).voiceServer(2, 2);
      case SERVER_LOST -> ESTABLISHED.walk(greeted, limits).voiceServerGone();
      case PACED -> {
        for (int server = 1; server <= limits.retries().freeChanges() + 2; server++) {
          flow = server == 1 ? DIALLING.walk(greeted, limits) : flow.voiceServer(server, server);
        }
        yield flow;
      }
      case DISCONNECTED -> ESTABLISHED.walk(greeted, limits).disconnect();
      case FAILED -> ESTABLISHED.walk(greeted, limits).on(new VoiceEvent.EffectFailed("a test"));
    };
  }
}
