package dev.antiphon.statemachine.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.util.Optional;
import java.util.OptionalLong;
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
        Intent before = step.memory().intent();
        if (before.listed().isPresent() && before.listed().equals(before.target())) {
          step.setIntent(Intent::left);
          step.sendVoiceState(OptionalLong.empty());
        }
        step.setIntent(Intent::asked);
        step.setCredentials(Credentials::newRound);
        step.sendVoiceState(step.memory().intent().target());
      }),
  /** Give the main gateway its full time again. */
  RESTART_SERVER_TIMER(step -> step.arm(FlowTimer.SERVER)),
  /** Give the main gateway the time that a lost server takes to be replaced. */
  AWAIT_ANOTHER_SERVER(Step::awaitAnotherServer),
  /** Take note of what this main-gateway event says of credentials and channel. */
  RECORD(
      step -> {
        Credentials noted = step.situation().credentialsWithEvent();
        if (step.event() instanceof VoiceEvent.OwnVoiceState voiceState) {
          step.setIntent(intent -> intent.listedIn(voiceState.channelId()));
        }
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
          boolean up = session.change() != VoiceEvent.MainSession.Change.LOST;
          step.remember(memory -> memory.withMainUp(up));
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
