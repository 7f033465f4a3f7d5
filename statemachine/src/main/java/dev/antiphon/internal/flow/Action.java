package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Titled;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a row does besides changing the state. Each is a pure change of the step's draft; whatever
 * touches the world is left behind as an {@link Effect}.
 */
public enum Action implements Titled {
  /** The channel of this command is what we want from now on. */
  SET_TARGET(
      step ->
          step.situation()
              .channelOfEvent()
              .ifPresent(channel -> step.setIntent(intent -> intent.towards(channel)))),
  /**
   * Ask the main gateway for the target channel. Discord does not answer a repetition of what it
   * knows, so a channel in which it lists us already is left first.
   */
  SEND_VOICE_STATE(
      step -> {
        if (step.memory().intent().listedInTarget()) {
          step.leaveChannel();
        }
        step.askForTarget(Duration.ZERO);
      }),
  /** The same, in a new round. */
  ASK_ANEW(
      step -> {
        step.setIntent(Intent::newRound);
        SEND_VOICE_STATE.apply(step);
      }),
  /** Leave the channel in which Discord lists us; it is joined again when that is answered. */
  LEAVE_FIRST(
      step -> {
        step.setIntent(Intent::newRound);
        step.setCredentials(Credentials::newRound);
        step.unpair();
        step.leaveChannel();
      }),
  /** Ask for the target channel in a new round. */
  REJOIN(
      step -> {
        step.setIntent(Intent::newRound);
        step.askForTarget(Duration.ZERO);
      }),
  /** The same, after a while that is not the same for all: every connection does it now. */
  REJOIN_IN_A_WHILE(
      step -> {
        step.setIntent(Intent::newRound);
        step.askForTarget(step.mainSessionDelay());
      }),
  /** Ask for the channel of this command, while the call goes on. */
  MOVE(step -> step.situation().channelOfEvent().ifPresent(step::askForMove)),
  /** Ask to stay where we are: a move that is under way is taken back. */
  ASK_TO_STAY(Step::tellSelf),
  /** The pending move, if there is one, makes way for this command. */
  SUPERSEDE_MOVE(step -> step.failMove(MoveFailure.SUPERSEDED)),
  /** Whatever channel was on its way makes way for that of this command. */
  SUPERSEDE(
      step -> {
        OptionalLong wanted = step.situation().channelOfEvent();
        OptionalLong before = step.memory().intent().target();
        if (before.isPresent() && !before.equals(wanted)) {
          step.emit(new Effect.FailMove(before.getAsLong(), MoveFailure.SUPERSEDED));
        }
        if (!step.memory().intent().pendingMove().equals(wanted)) {
          step.failMove(MoveFailure.SUPERSEDED);
        }
        step.disarm(FlowTimer.MOVE);
        step.setIntent(Intent::withoutMove);
      }),
  /**
   * The pending move was not confirmed in time; what of it still waits to be sent is taken back.
   */
  FAIL_UNANSWERED_MOVE(
      step -> {
        step.failMove(MoveFailure.NOT_ANSWERED);
        if (!step.memory().mainUp()) {
          step.tellSelf();
        }
      }),
  /** What was to be shown went to a channel that did not answer: say it where we are. */
  SHOW_AS_WANTED(
      step -> {
        if (step.memory().mainUp() && step.memory().intent().shownWrongly()) {
          step.tellSelf();
        }
      }),
  /** The pending move, if there is one, could not be sent. */
  FAIL_UNSENT_MOVE(step -> step.failMove(MoveFailure.NOT_SENT)),
  /** From now on the application wants to be shown like this. */
  NOTE_SELF(
      step -> {
        if (step.event() instanceof Command.SetSelf self) {
          step.setIntent(intent -> intent.wanting(self.flags()));
        }
      }),
  /** Tell Discord how the application wants to be shown. */
  TELL_SELF(Step::tellSelf),
  /** Ask the application's policy whether this rejoin may be. */
  ASK_WHETHER_TO_REJOIN(step -> step.askPolicy(PolicyQuestion.REJOIN)),
  /** Ask the application's policy for the budgets of this connection. */
  ASK_BUDGETS(step -> step.askPolicy(PolicyQuestion.BUDGETS)),
  /** Take the budgets that the policy grants. */
  SET_BUDGETS(
      step -> {
        if (step.event() instanceof PolicyAnswer.GrantBudgets grant) {
          step.remember(memory -> memory.with(grant.budgets()));
        }
      }),
  /** Wait for a sign of Discord as long as the policy grants. */
  WAIT_AS_GRANTED(
      step -> {
        if (step.event() instanceof PolicyAnswer.GrantWindow grant
            && step.at() instanceof FlowState.Severed severed) {
          step.become(severed.within(grant.window()));
          step.awaitServer(grant.window());
        }
      }),
  /** The token has served: the session made with it is over. */
  SPEND_TOKEN(step -> step.setCredentials(Credentials::spent)),
  /** Our own leave is answered, or will not be any more; unless there is one behind it. */
  LEAVE_ANSWERED(
      step -> {
        if (!(step.event() instanceof VoiceEvent.OwnVoiceState answer
            && answer.leaveOutstanding())) {
          step.disarm(FlowTimer.LEAVE);
          step.setIntent(intent -> intent.withLeaving(false));
        }
      }),
  /** The leave of the connection before this one may still be unanswered. */
  INHERIT_LEAVE(
      step -> {
        if (step.event() instanceof Command.Join join && join.leaveOutstanding()) {
          step.setIntent(intent -> intent.withLeaving(true));
          step.arm(FlowTimer.LEAVE);
        }
      }),
  /** Nothing that is known of session, token and endpoint counts any more. */
  FORGET_CREDENTIALS(
      step -> {
        step.setCredentials(Credentials::newRound);
        step.unpair();
      }),
  /** Give the main gateway its full time again. */
  RESTART_SERVER_TIMER(Step::awaitMainGateway),
  /** Give the main gateway the time that a lost server takes to be replaced. */
  AWAIT_ANOTHER_SERVER(
      step -> step.awaitServer(step.situation().limits().serverDelay(WaitReason.SERVER_LOST))),
  /** Take note of what this main-gateway event says of credentials and channel. */
  RECORD(Step::record),
  /** The same, outside any round: what comes next begins one. */
  RECORD_CHANGE(
      step -> {
        step.record();
        step.setCredentials(Credentials::dialled);
      }),
  /** Discord has moved us: its channel is what we want from now on. */
  FOLLOW(Step::follow),
  /** Discord drives a change; after too many of them the next dial is paced. */
  COUNT_CHANGE(
      step -> step.setRetries(tried -> tried.changed(step.situation().limits().retries()))),
  /** A server update that came first may be followed by its voice state. */
  SETTLE(step -> step.arm(FlowTimer.SETTLE)),
  /** The same, unless the voice state of this round has come. */
  SETTLE_UNLESS_CONFIRMED(
      step -> {
        if (!step.memory().credentials().confirmed()) {
          step.arm(FlowTimer.SETTLE);
        }
      }),
  /** What was settling has to begin again. */
  STOP_SETTLING(step -> step.disarm(FlowTimer.SETTLE)),
  /** The other half of a change has not come in time. */
  UNPAIR(Step::unpair),
  /** The main gateway's session stands, or does not. */
  NOTE_MAIN_SESSION(
      step -> {
        if (step.event() instanceof VoiceEvent.MainSession session) {
          VoiceEvent.MainSession.Change change = session.change();
          step.remember(
              memory ->
                  memory.withMain(
                      change != VoiceEvent.MainSession.Change.LOST,
                      memory.mainDoubtful() || change == VoiceEvent.MainSession.Change.NEW));
        }
      }),

  /** Dial the voice gateway at the endpoint that is known. */
  DIAL(
      step -> {
        step.setSocket(SocketMemory::dialled);
        step.emit(
            new Effect.DialGateway(
                step.memory().socket().generation(), step.memory().credentials().endpoint()));
        step.arm(FlowTimer.DIAL);
      }),
  /** Identify at once: the server takes it before or after its Hello. */
  IDENTIFY(
      step -> {
        step.disarm(FlowTimer.DIAL);
        Credentials known = step.memory().credentials();
        step.emit(
            new Effect.SendIdentify(
                step.memory().socket().generation(), known.session(), known.token()));
        step.arm(FlowTimer.READY);
        step.arm(FlowTimer.HELLO);
      }),
  /** Resume at once, with the sequence received last. */
  RESUME(
      step -> {
        step.disarm(FlowTimer.DIAL);
        Credentials known = step.memory().credentials();
        step.emit(
            new Effect.SendResume(
                step.memory().socket().generation(), known.session(), known.token()));
        step.arm(FlowTimer.RESUMED);
        step.arm(FlowTimer.HELLO);
      }),
  /** Start, or go on, beating at the interval of this Hello. */
  START_HEARTBEAT(
      step -> {
        boolean first = !step.memory().socket().hello();
        step.disarm(FlowTimer.HELLO);
        step.setSocket(SocketMemory::greeted);
        if (step.event() instanceof VoiceEvent.HelloReceived hello) {
          HeartbeatInterval interval = HeartbeatInterval.of(hello.intervalMillis());
          if (interval.corrected() && first) {
            step.emit(new Effect.ReportViolation(EventKind.HELLO));
          }
          step.emit(
              new Effect.StartHeartbeat(
                  step.memory().socket().generation(), interval.milliseconds()));
        }
      }),
  /** Keep what Ready granted: the SSRC, and the best mode that both sides speak. */
  KEEP_GRANT(
      step -> {
        if (step.event() instanceof VoiceEvent.ReadyReceived ready) {
          EncryptionMode mode = step.memory().udp().choose(ready.offered()).orElseThrow();
          step.setUdp(
              udp ->
                  udp.granted(
                      new UdpMemory.Grant(ready.ssrc(), ready.server(), Optional.of(mode))));
        }
      }),
  /** Keep our own address, as the voice server sees it. */
  KEEP_OWN_ADDRESS(
      step -> {
        if (step.event() instanceof VoiceEvent.Discovered discovered) {
          step.setUdp(udp -> udp.discovered(discovered.own()));
        }
      }),
  /** Keep the key of this Session Description. */
  KEEP_KEY(
      step -> {
        if (step.event() instanceof VoiceEvent.Described described) {
          step.setUdp(udp -> udp.keyed(described.key()));
        }
      }),
  /** Go on under the new key. */
  REKEY_MEDIA(
      step -> {
        UdpMemory udp = step.memory().udp();
        step.emit(
            new Effect.RekeyMedia(
                udp.generation(), udp.ssrc(), udp.mode().orElseThrow(), udp.key()));
      }),
  /** Ask for our address once more. */
  REPEAT_DISCOVERY(
      step -> {
        UdpMemory udp = step.memory().udp();
        step.emit(new Effect.SendDiscovery(udp.generation(), udp.ssrc()));
        step.arm(FlowTimer.DISCOVERY_RETRY);
      }),

  /** Tell the listener that the peer broke the protocol. */
  REPORT_VIOLATION(
      step -> {
        EventKind kind = step.event().kind(step.memory());
        step.emit(new Effect.ReportViolation(kind));
      }),
  /** Report a close code that nobody knows. */
  REPORT_UNKNOWN_CODE(
      step -> {
        if (step.event() instanceof VoiceEvent.SocketClosed closed
            && CloseCode.of(closed.code()).isEmpty()) {
          step.emit(new Effect.ReportViolation(EventKind.CLOSE_4000));
        }
      }),
  /** Count a malformed message within its window. */
  COUNT_MALFORMED(
      step -> {
        step.remember(memory -> memory.withMalformed(memory.malformed() + 1));
        if (!step.memory().timers().isArmed(FlowTimer.VIOLATIONS)) {
          step.arm(FlowTimer.VIOLATIONS);
        }
      }),
  /** The window of malformed messages is over. */
  FORGET_MALFORMED(step -> step.remember(memory -> memory.withMalformed(0))),
  /** The UDP path may still come back. */
  WATCH_UDP(step -> step.arm(FlowTimer.UDP_FAILURE)),
  /** The UDP path came back. */
  STOP_WATCHING_UDP(step -> step.disarm(FlowTimer.UDP_FAILURE)),

  /** The main gateway is away; the rejoin has to wait for it. */
  HOLD(step -> step.armOnce(FlowTimer.HOLD)),
  /** The main gateway is back. */
  END_HOLD(step -> step.disarm(FlowTimer.HOLD)),
  /** Take note of where Discord lists us; nothing else changes. */
  NOTE_LISTING(Step::noteListing),
  /** The wait is over; only the main gateway is missing. */
  WAIT_IS_OVER(
      step -> {
        if (step.at() instanceof FlowState.BackingOff waiting) {
          step.become(waiting.over());
        }
      }),
  /** The next rejoin may come soon: Discord has ended the session. */
  SOON(step -> step.setRetries(tried -> tried.hasten(Retries.Haste.SOON))),
  /** The next rejoin may come at once. */
  AT_ONCE(step -> step.setRetries(tried -> tried.hasten(Retries.Haste.AT_ONCE))),
  /** The wait that goes on is for a rejoin from now on. */
  WAIT_TO_REJOIN(Step::waitToRejoin),
  /** The wait ends now; only the main gateway is missing. */
  END_WAIT(
      step -> {
        step.disarm(FlowTimer.BACKOFF);
        if (step.at() instanceof FlowState.BackingOff waiting) {
          step.become(waiting.cutShort());
        }
      }),
  /** A rejoin that is decided while something else was waited for counts as an attempt. */
  COUNT_REJOIN(step -> step.setRetries(Retries::rejoining)),
  /** The connection stood long enough: budgets and excluded modes are as in the beginning. */
  FORGIVE(
      step -> {
        step.disarm(FlowTimer.RESUME_WINDOW);
        step.setRetries(Retries::forgiven);
        step.setUdp(udp -> udp.withModes(step.situation().limits().modes()));
      }),
  /** Whatever was asked of Discord has been carried out by now. */
  TRUST_LISTING(step -> step.setIntent(Intent::settled)),
  /** The session is too old to be resumed. */
  CLOSE_RESUME_WINDOW(step -> step.setRetries(Retries::withoutWindow)),
  /** Count an error of the protocol within its window. */
  COUNT_PROTOCOL_ERROR(
      step -> {
        step.setSetbacks(setbacks -> setbacks.withProtocolErrors(setbacks.protocolErrors() + 1));
        step.armOnce(FlowTimer.PROTOCOL_ERRORS);
      }),
  /** The window of protocol errors is over. */
  FORGET_PROTOCOL_ERRORS(step -> step.setSetbacks(setbacks -> setbacks.withProtocolErrors(0))),
  /** Count a refused token. */
  COUNT_REFUSED_TOKEN(step -> step.setSetbacks(Retries.Setbacks::authentication)),
  /** Count a server that does not know the guild. */
  COUNT_NOT_FOUND(step -> step.setSetbacks(Retries.Setbacks::notFound)),
  /** Count a UDP socket that could not be opened. */
  COUNT_UNOPENED(step -> step.setSetbacks(Retries.Setbacks::open)),
  /** Count a discovery without an answer. */
  COUNT_UNDISCOVERED(step -> step.setSetbacks(Retries.Setbacks::discovery)),
  /** Do without the mode that was chosen. */
  EXCLUDE_MODE(step -> step.setUdp(UdpMemory::withoutMode)),
  /** The server has closed the socket, or it never opened. */
  RELEASE_SOCKET(Step::releaseSocket),
  /** Drop the socket without a word: its peer is silent or broken. */
  ABORT_SOCKET(Step::abortSocket),
  /** Tell the application that it has joined. */
  COMPLETE_JOIN(Step::completeJoin);

  private final Consumer<Step> change;

  Action(Consumer<Step> change) {
    this.change = change;
  }

  /** What is done, in words, such as {@code send voice state}. */
  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void apply(Step step) {
    change.accept(step);
  }
}
