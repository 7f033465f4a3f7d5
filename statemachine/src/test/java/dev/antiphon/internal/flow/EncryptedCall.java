package dev.antiphon.internal.flow;

import dev.antiphon.fixtures.SessionModel;
import dev.antiphon.fixtures.SessionModel.Phase;
import dev.antiphon.flow.VoiceState;
import java.util.OptionalLong;

/**
 * A connection, the session of its end-to-end encryption and Discord, as one system.
 *
 * @param connection the connection
 * @param session the abstract session of the last Identify
 * @param reported the last status that the flow has received from this session
 * @param ours the channel for which the session was begun; 0 without a session
 * @param theirs the channel of the group that the server uses for this session
 * @param discord where Discord lists the bot, and which events are on their way
 * @param speech the frames of the application
 */
record EncryptedCall(
    Configuration connection,
    SessionModel.State session,
    KeyStatus reported,
    long ours,
    long theirs,
    Discord discord,
    Speech speech) {

  /**
   * Discord and the other users.
   *
   * @param channel the channel in which Discord lists the bot; 0 for none
   * @param stateDue whether a voice state is on its way
   * @param serverDue whether a voice server is on its way
   * @param movesLeft how often a moderator still moves the bot
   * @param others whether other users are in the call
   */
  record Discord(long channel, boolean stateDue, boolean serverDue, int movesLeft, boolean others) {
    Discord listed(long there) {
      return new Discord(there, true, there != 0, movesLeft, others);
    }

    Discord stateDelivered() {
      return new Discord(channel, false, serverDue, movesLeft, others);
    }

    Discord serverDelivered() {
      return new Discord(channel, stateDue, false, movesLeft, others);
    }

    Discord moved(long there) {
      return new Discord(there, true, true, movesLeft - 1, others);
    }

    Discord with(boolean present) {
      return new Discord(channel, stateDue, serverDue, movesLeft, present);
    }
  }

  /**
   * The frames of the application, and the gate for unencrypted frames.
   *
   * @param off whether the application sees the status OFF
   * @param told whether the application was told that the status is OFF
   * @param secret whether a frame waits that was accepted under another status
   * @param leaked whether such a frame was sent unencrypted
   */
  record Speech(boolean off, boolean told, boolean secret, boolean leaked) {
    static final Speech NONE = new Speech(false, false, false, false);

    /** The application queues a frame. */
    Speech accepted() {
      return new Speech(off, told, secret || !off, leaked);
    }

    /** The application sees another status. What was queued before OFF is dropped. */
    Speech seen(boolean nowOff) {
      return new Speech(nowOff, nowOff && off && told, secret && !nowOff, leaked);
    }

    Speech toldNow() {
      return new Speech(off, off, secret, leaked);
    }

    /** The clock sends the oldest frame, if the media of this phase allow it. */
    Speech tick(Phase phase) {
      return switch (phase) {
        case READY, CHANGING, ALONE -> new Speech(off, told, false, leaked);
        case OFF -> told ? new Speech(off, true, false, leaked || secret) : this;
        default -> this;
      };
    }
  }

  boolean hasSession() {
    return ours != 0;
  }

  FlowMemory memory() {
    return connection.memory();
  }

  /** The status of the keys that the session has now. */
  KeyStatus status() {
    return switch (session.phase()) {
      case AWAITED -> KeyStatus.AWAITED;
      case CHANGING -> KeyStatus.CHANGING;
      case SPENT -> KeyStatus.SPENT;
      case OTHER_CHANNEL -> KeyStatus.OTHER_CHANNEL;
      default -> KeyStatus.AVAILABLE;
    };
  }

  /** Whether the flow has received the last status of the session. */
  boolean isReported() {
    return !hasSession() || reported == status();
  }

  /** Whether the user would hear nothing although others are present. */
  boolean awaitsKeys() {
    return hasSession() && status() != KeyStatus.AVAILABLE;
  }

  boolean isEstablished() {
    return connection.state() == VoiceState.ESTABLISHED;
  }

  boolean isEnd() {
    return connection.isTerminal();
  }

  long target() {
    OptionalLong target = memory().intent().target();
    return target.orElse(0);
  }
}
