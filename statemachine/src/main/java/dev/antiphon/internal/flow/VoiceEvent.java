package dev.antiphon.internal.flow;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Opcode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What can happen to a connection: the inputs of the machine. Everything that a real event carries
 * and that must stay secret or is only needed to execute effects (tokens, session ids, keys,
 * addresses) stays in the connection's vault; the event carries its ordinal.
 *
 * <p>Invariant: an event of a socket, a UDP path, a timer or an op 4 names the generation it
 * belongs to, so that a late one is recognised ({@link #isCurrent}).
 */
public sealed interface VoiceEvent
    permits Command,
        PolicyAnswer,
        VoiceEvent.OwnVoiceState,
        VoiceEvent.VoiceServer,
        VoiceEvent.MainSession,
        VoiceEvent.VoiceStateNotSent,
        VoiceEvent.Evicted,
        VoiceEvent.OfSocket,
        VoiceEvent.TimerFired,
        VoiceEvent.OfUdp,
        VoiceEvent.EffectFailed {

  /** The line of the table that this event is, given what is known when it comes. */
  EventKind kind(FlowMemory memory);

  /** Whether it belongs to the present: to what is held now, not to a predecessor. */
  default boolean isCurrent(FlowMemory memory) {
    return true;
  }

  /** What to name as the trigger of what follows. */
  default Trigger trigger(FlowMemory memory) {
    return new Trigger.Event(kind(memory));
  }

  /**
   * VOICE_STATE_UPDATE for our own user.
   *
   * @param channelId the channel in which Discord lists us; empty for none
   * @param session the ordinal of the session id
   * @param shown how we are shown there
   * @param leaveOutstanding whether it has no channel and, should it answer a leave of ours,
   *     another leave of ours is still unanswered
   */
  record OwnVoiceState(
      OptionalLong channelId, int session, SelfFlags shown, boolean leaveOutstanding)
      implements VoiceEvent {
    /** Shown neither muted nor deafened. */
    public OwnVoiceState(OptionalLong channelId, int session) {
      this(channelId, session, SelfFlags.NONE);
    }

    /** Without any leave of ours to be answered after it. */
    public OwnVoiceState(OptionalLong channelId, int session, SelfFlags shown) {
      this(channelId, session, shown, false);
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      if (channelId.isEmpty()) {
        return EventKind.VOICE_STATE_WITHOUT_CHANNEL;
      }
      if (!channelId.equals(memory.intent().target())) {
        return EventKind.VOICE_STATE_OTHER_CHANNEL;
      }
      return session == memory.credentials().session()
          ? EventKind.VOICE_STATE_REPEATED
          : EventKind.VOICE_STATE_NEW_SESSION;
    }
  }

  /** VOICE_SERVER_UPDATE. {@code endpoint} and {@code token} are ordinals; endpoint 0 is null. */
  record VoiceServer(int endpoint, int token) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      Credentials known = memory.credentials();
      if (endpoint == Credentials.NONE) {
        return EventKind.VOICE_SERVER_GONE;
      }
      if (endpoint != known.endpoint()) {
        return EventKind.VOICE_SERVER_NEW_ENDPOINT;
      }
      return token == known.token()
          ? EventKind.VOICE_SERVER_REPEATED
          : EventKind.VOICE_SERVER_NEW_TOKEN;
    }
  }

  /** The main gateway's session was lost, resumed, or replaced by a new one. */
  record MainSession(Change change) implements VoiceEvent {
    /** What became of it. */
    public enum Change {
      LOST(EventKind.MAIN_SESSION_LOST),
      RESUMED(EventKind.MAIN_SESSION_RESUMED),
      NEW(EventKind.MAIN_SESSION_NEW);

      private final EventKind kind;

      Change(EventKind kind) {
        this.kind = kind;
      }
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return change.kind;
    }
  }

  /** The main gateway could not send an op 4; {@code why} is a sentence. */
  record VoiceStateNotSent(int generation, String why) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.VOICE_STATE_NOT_SENT;
    }

    @Override
    public boolean isCurrent(FlowMemory memory) {
      return generation == memory.intent().sends();
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Failure(why);
    }
  }

  /**
   * Guild, channel or permission are gone, as the application's main gateway knows.
   *
   * @param channelId the channel that it is about; empty for the whole guild
   * @param reason what happened
   */
  record Evicted(OptionalLong channelId, DisconnectReason reason) implements VoiceEvent {
    /** It is about the whole guild. */
    public Evicted(DisconnectReason reason) {
      this(OptionalLong.empty(), reason);
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.EVICTED;
    }
  }

  /** The WebSocket is open. */
  record SocketOpen(int generation) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.SOCKET_OPEN;
    }
  }

  /** The WebSocket could not be opened; {@code why} is a sentence. */
  record DialFailed(int generation, String why) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.DIAL_FAILED;
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Failure(why);
    }
  }

  /** Hello. {@code intervalMillis} is what the server said, sound or not. */
  record HelloReceived(int generation, double intervalMillis) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.HELLO;
    }
  }

  /**
   * Ready, with the modes offered that we know, and the ordinal of the voice server's address, 0 if
   * that cannot be used.
   */
  record ReadyReceived(int generation, long ssrc, Set<EncryptionMode> offered, int server)
      implements OfSocket {
    /** Takes a copy of the modes. */
    public ReadyReceived {
      offered = Set.copyOf(offered);
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return server != Credentials.NONE && memory.udp().choose(offered).isPresent()
          ? EventKind.READY
          : EventKind.READY_UNUSABLE;
    }
  }

  /** Session Description; {@code mode} is empty for a mode that we do not know. */
  record Described(int generation, Optional<EncryptionMode> mode, int key, int keyLength)
      implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      boolean acceptable =
          mode.isPresent()
              && mode.equals(memory.udp().mode())
              && keyLength == mode.get().keyLength();
      return acceptable ? EventKind.SESSION_DESCRIPTION : EventKind.SESSION_DESCRIPTION_UNUSABLE;
    }
  }

  /** Resumed. */
  record ResumedReceived(int generation) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.RESUMED;
    }
  }

  /**
   * A message that could not be decoded; {@code opcode} −1 when not even that. A malformed Ready is
   * an unusable Ready, a malformed Session Description an unusable one.
   */
  record Malformed(int generation, int opcode) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      if (opcode == Opcode.READY.number()) {
        return EventKind.READY_UNUSABLE;
      }
      return opcode == Opcode.SESSION_DESCRIPTION.number()
          ? EventKind.SESSION_DESCRIPTION_UNUSABLE
          : EventKind.MALFORMED;
    }
  }

  /** Heartbeats stayed unanswered beyond what is tolerated. */
  record HeartbeatsMissed(int generation) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.HEARTBEATS_MISSED;
    }
  }

  /**
   * The WebSocket is closed; 1005 and 1006 mean what RFC 6455 says. {@code text} is what the server
   * said beside it, made safe to be read; it may be empty.
   */
  record SocketClosed(int generation, int code, String text) implements OfSocket {
    /** The server said nothing beside the code. */
    public SocketClosed(int generation, int code) {
      this(generation, code, "");
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return CloseReaction.of(code).kind();
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Closed(code, text);
    }
  }

  /** A timer fired. */
  record TimerFired(FlowTimer timer, int generation) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      return FlowTimers.event(timer);
    }

    @Override
    public boolean isCurrent(FlowMemory memory) {
      return memory.timers().isArmed(timer, generation);
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.TimedOut(timer);
    }
  }

  /** The UDP socket is open and connected. */
  record UdpReady(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_READY;
    }
  }

  /** The UDP socket could not be opened; {@code why} is a sentence. */
  record UdpOpenFailed(int generation, String why) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_OPEN_FAILED;
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Failure(why);
    }
  }

  /** A valid discovery answer came; {@code own} is the ordinal of our address. */
  record Discovered(int generation, int own) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.DISCOVERED;
    }
  }

  /** A datagram came after the path had been reported unreachable. */
  record UdpAlive(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_ALIVE;
    }
  }

  /** The UDP path reports a lasting error; {@code why} is a sentence. */
  record UdpUnreachable(int generation, String why) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_UNREACHABLE;
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Failure(why);
    }
  }

  /** The nonces of the current key are nearly spent. */
  record NonceNearlySpent(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.NONCE_NEARLY_SPENT;
    }
  }

  /** An effect failed in a way that no other event names; {@code why} is a sentence. */
  record EffectFailed(String why) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.EFFECT_FAILED;
    }

    @Override
    public Trigger trigger(FlowMemory memory) {
      return new Trigger.Failure(why);
    }
  }

  /** An event of one WebSocket. */
  sealed interface OfSocket extends VoiceEvent
      permits SocketOpen,
          DialFailed,
          HelloReceived,
          ReadyReceived,
          Described,
          ResumedReceived,
          Malformed,
          HeartbeatsMissed,
          SocketClosed {
    /** The generation of the socket that it belongs to. */
    int generation();

    @Override
    default boolean isCurrent(FlowMemory memory) {
      return memory.socket().isHeld(generation());
    }
  }

  /** An event of one UDP path. */
  sealed interface OfUdp extends VoiceEvent
      permits UdpReady, UdpOpenFailed, Discovered, UdpAlive, UdpUnreachable, NonceNearlySpent {
    /** The generation of the path that it belongs to. */
    int generation();

    @Override
    default boolean isCurrent(FlowMemory memory) {
      return memory.udp().isHeld(generation());
    }
  }
}
