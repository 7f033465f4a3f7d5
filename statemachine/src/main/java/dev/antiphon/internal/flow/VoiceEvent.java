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
 * An input of the flow. Tokens, session ids, keys and addresses stay in the connection's vault; the
 * event contains their ordinals.
 *
 * <p>Invariant: an event of a WebSocket, a UDP path, a timer or an op 4 names its generation, so
 * that a late event is recognised ({@link #isCurrent}).
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
        KeysReported,
        VoiceEvent.EffectFailed {

  /** Returns the kind of this event: its line of the table, given the memory when it arrives. */
  EventKind kind(FlowMemory memory);

  /** Returns whether the event belongs to a generation that is held now (rule G0). */
  default boolean isCurrent(FlowMemory memory) {
    return true;
  }

  /** Returns the trigger that transitions name. */
  default Trigger trigger(FlowMemory memory) {
    return EventTriggers.of(this, memory);
  }

  /**
   * A VOICE_STATE_UPDATE event for the bot's own user.
   *
   * @param channelId the channel in which Discord lists the bot; empty for no channel
   * @param session the ordinal of the session id
   * @param shown the self flags that Discord shows
   * @param leaveOutstanding whether another own leave still has no answer after this event; only
   *     without a channel
   */
  record OwnVoiceState(
      OptionalLong channelId, int session, SelfFlags shown, boolean leaveOutstanding)
      implements VoiceEvent {
    /** Creates a voice state with neither self mute nor self deaf. */
    public OwnVoiceState(OptionalLong channelId, int session) {
      this(channelId, session, SelfFlags.NONE);
    }

    /** Creates a voice state after which no own leave is outstanding. */
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

  /**
   * A VOICE_SERVER_UPDATE event. {@code endpoint} and {@code token} are ordinals; endpoint 0 means
   * null.
   */
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

  /** The session of the main gateway was lost, resumed, or replaced by a new one. */
  record MainSession(Change change) implements VoiceEvent {
    /** The kind of change. */
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

  /** The main gateway could not send an op 4. {@code why} is a sentence. */
  record VoiceStateNotSent(int generation, String why) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.VOICE_STATE_NOT_SENT;
    }

    @Override
    public boolean isCurrent(FlowMemory memory) {
      return generation == memory.intent().sends();
    }
  }

  /**
   * The guild, the channel or the permission is lost, as the application's main gateway reports.
   *
   * @param channelId the channel; empty for the whole guild
   * @param reason the reason
   */
  record Evicted(OptionalLong channelId, DisconnectReason reason) implements VoiceEvent {
    /** Creates an event about the whole guild. */
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

  /** The WebSocket could not be opened. {@code permanent} means that a retry cannot help. */
  record DialFailed(int generation, String why, boolean permanent) implements OfSocket {
    /** A failure that a retry can remove. */
    public DialFailed(int generation, String why) {
      this(generation, why, false);
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return permanent ? EventKind.DIAL_HOPELESS : EventKind.DIAL_FAILED;
    }
  }

  /** Hello. {@code intervalMillis} is the value of the server, which can be out of range. */
  record HelloReceived(int generation, double intervalMillis) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.HELLO;
    }
  }

  /**
   * Ready, with the offered modes that the library knows, and the ordinal of the voice server's
   * address.
   *
   * @param server the ordinal; 0 if the address cannot be used
   * @param modes the names of all offered modes, for an error message
   * @param addressProblem a sentence; empty if the address can be used
   */
  record ReadyReceived(
      int generation,
      long ssrc,
      Set<EncryptionMode> offered,
      int server,
      String modes,
      String addressProblem)
      implements OfSocket {
    /** Creates a Ready without texts for an error message. */
    public ReadyReceived(int generation, long ssrc, Set<EncryptionMode> offered, int server) {
      this(generation, ssrc, offered, server, "", "");
    }

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

  /**
   * Session Description. {@code mode} is empty for an unknown mode. {@code modeName} is its name,
   * for an error message.
   */
  record Described(
      int generation, Optional<EncryptionMode> mode, int key, int keyLength, String modeName)
      implements OfSocket {
    /** Creates a Session Description without a text for an error message. */
    public Described(int generation, Optional<EncryptionMode> mode, int key, int keyLength) {
      this(generation, mode, key, keyLength, "");
    }

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
   * A message that could not be decoded. {@code opcode} is −1 if even the opcode is unknown. A
   * malformed Ready counts as an unusable Ready, and a malformed Session Description as an unusable
   * one. {@code why} is a sentence; it can be empty.
   */
  record Malformed(int generation, int opcode, String why) implements OfSocket {
    /** Creates a malformed message without a sentence. */
    public Malformed(int generation, int opcode) {
      this(generation, opcode, "");
    }

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

  /** More heartbeats than tolerated have no answer. */
  record HeartbeatsMissed(int generation) implements OfSocket {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.HEARTBEATS_MISSED;
    }
  }

  /**
   * The WebSocket is closed. 1005 and 1006 have the meaning of RFC 6455. {@code text} is the close
   * reason of the server, made safe for logs; it can be empty.
   */
  record SocketClosed(int generation, int code, String text) implements OfSocket {
    /** Creates a close without a text. */
    public SocketClosed(int generation, int code) {
      this(generation, code, "");
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return CloseReaction.of(code).kind();
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
  }

  /** The UDP socket is open and connected. */
  record UdpReady(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_READY;
    }
  }

  /** The UDP socket could not be opened. {@code why} is a sentence. */
  record UdpOpenFailed(int generation, String why) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_OPEN_FAILED;
    }
  }

  /** A valid discovery answer arrived. {@code own} is the ordinal of the bot's own address. */
  record Discovered(int generation, int own) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.DISCOVERED;
    }
  }

  /** A datagram arrived after the path was reported unreachable. */
  record UdpAlive(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_ALIVE;
    }
  }

  /** The UDP path has a lasting error. {@code why} is a sentence. */
  record UdpUnreachable(int generation, String why) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.UDP_UNREACHABLE;
    }
  }

  /** The nonces of the current key are nearly used up. */
  record NonceNearlySpent(int generation) implements OfUdp {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.NONCE_NEARLY_SPENT;
    }
  }

  /** An effect failed in a way that no other event describes. {@code why} is a sentence. */
  record EffectFailed(String why) implements VoiceEvent {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.EFFECT_FAILED;
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
    /** Returns the generation of the WebSocket. */
    int generation();

    @Override
    default boolean isCurrent(FlowMemory memory) {
      return memory.socket().isHeld(generation());
    }
  }

  /** An event of one UDP path. */
  sealed interface OfUdp extends VoiceEvent
      permits UdpReady, UdpOpenFailed, Discovered, UdpAlive, UdpUnreachable, NonceNearlySpent {
    /** Returns the generation of the path. */
    int generation();

    @Override
    default boolean isCurrent(FlowMemory memory) {
      return memory.udp().isHeld(generation());
    }
  }
}
