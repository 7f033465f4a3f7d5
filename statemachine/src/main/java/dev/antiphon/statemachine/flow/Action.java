package dev.antiphon.statemachine.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a row does besides changing the state. Each is a pure change of the step's draft; whatever
 * touches the world is left behind as an {@link Effect}.
 */
public enum Action {
  /** The channel of this join is what we want from now on. */
  SET_TARGET(
      step -> {
        if (step.event() instanceof VoiceEvent.Join join) {
          step.setIntent(intent -> intent.towards(join.channelId()));
        }
      }),
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
  /** Leave the channel in which Discord lists us; it is joined again when that is answered. */
  LEAVE_FIRST(
      step -> {
        step.setIntent(Intent::newRound);
        step.setCredentials(Credentials::newRound);
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
  /** From now on the wait is for the second half of a rejoin. */
  NOW_REJOINING(step -> step.remember(memory -> memory.because(WaitReason.REJOIN))),
  /** Nothing that is known of session, token and endpoint counts any more. */
  FORGET_CREDENTIALS(step -> step.setCredentials(Credentials::newRound)),
  /** Our own leave is answered, or will not be any more. */
  LEAVE_ANSWERED(
      step -> {
        step.disarm(FlowTimer.LEAVE);
        step.setIntent(intent -> intent.withLeaving(false));
      }),
  /** The leave of the connection before this one may still be unanswered. */
  INHERIT_LEAVE(
      step -> {
        if (step.event() instanceof VoiceEvent.Join join && join.leaveOutstanding()) {
          step.setIntent(intent -> intent.withLeaving(true));
          step.arm(FlowTimer.LEAVE);
        }
      }),
  /** Give the main gateway its full time again. */
  RESTART_SERVER_TIMER(Step::awaitMainGateway),
  /** Give the main gateway the time that a lost server takes to be replaced. */
  AWAIT_ANOTHER_SERVER(Step::awaitAnotherServer),
  /** Take note of what this main-gateway event says of credentials and channel. */
  RECORD(
      step -> {
        Credentials noted = step.situation().credentialsWithEvent();
        step.noteListing();
        step.setCredentials(known -> noted);
      }),
  /** Discord has moved us: its channel is what we want from now on. */
  FOLLOW(
      step -> {
        if (step.event() instanceof VoiceEvent.OwnVoiceState voiceState) {
          voiceState
              .channelId()
              .ifPresent(channel -> step.setIntent(intent -> intent.following(channel)));
        }
      }),
  /** A server update that came first may be followed by its voice state. */
  SETTLE_UNLESS_CONFIRMED(
      step -> {
        if (!step.memory().credentials().confirmed()) {
          step.arm(FlowTimer.SETTLE);
        }
      }),
  /** What was settling has to begin again. */
  STOP_SETTLING(step -> step.disarm(FlowTimer.SETTLE)),
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
  WAIT_IS_OVER(step -> step.setRetries(Retries::waitIsOver)),
  /** The next rejoin may come soon: Discord has ended the session. */
  SOON(step -> step.setRetries(tried -> tried.hasten(Retries.Haste.SOON))),
  /** The next rejoin may come at once. */
  AT_ONCE(step -> step.setRetries(tried -> tried.hasten(Retries.Haste.AT_ONCE))),
  /** The connection stood long enough: budgets and excluded modes are as in the beginning. */
  FORGIVE(
      step -> {
        step.disarm(FlowTimer.RESUME_WINDOW);
        step.setRetries(Retries::stable);
        step.setUdp(udp -> udp.withModes(step.situation().limits().modes()));
      }),
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
  COMPLETE_JOIN(step -> step.emit(new Effect.CompleteJoin()));

  private final Consumer<Step> change;

  Action(Consumer<Step> change) {
    this.change = change;
  }

  void apply(Step step) {
    change.accept(step);
  }
}
