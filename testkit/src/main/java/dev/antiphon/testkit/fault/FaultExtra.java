package dev.antiphon.testkit.fault;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An additional effect of a {@link FaultRule}, usually a message or datagram. After it, the message
 * that triggered the rule is processed normally. An additional message triggers no rule, has no
 * sequence number, and is not redelivered by a Resume.
 */
public sealed interface FaultExtra extends FaultAction {

  /** The maximum number of characters of a text, and of hexadecimal digits of a binary frame. */
  int MAX_LENGTH = 1 << 16;

  /** Returns true if the action needs a client with a session. */
  default boolean needsSession() {
    return false;
  }

  /**
   * Sends a text frame unchanged.
   *
   * @param text at most 65,536 characters; it need not be JSON
   */
  record Send(String text) implements FaultExtra {
    /** Checks the length. */
    public Send {
      FaultChecks.requireWithin("/send", text.length(), 0, MAX_LENGTH);
    }

    @Override
    public Kind kind() {
      return Kind.SEND;
    }
  }

  /**
   * Sends a binary frame unchanged.
   *
   * @param hex two lower-case hexadecimal digits for each byte
   */
  record SendHex(String hex) implements FaultExtra {
    /** Checks the digits. */
    public SendHex {
      FaultChecks.requireWithin("/send_hex", hex.length(), 0, MAX_LENGTH);
      if (!hex.matches("([0-9a-f]{2})*+")) {
        throw new FaultScriptException(
            "/send_hex", "two lower-case hexadecimal digits for each byte", "something else");
      }
    }

    @Override
    public Kind kind() {
      return Kind.SEND_HEX;
    }
  }

  /** Sends a valid message at the wrong time. */
  record Say(Say.What what) implements FaultExtra {
    /** The message to send. */
    public enum What {
      /** The Hello of this server. */
      HELLO,
      /** The Ready of the session. */
      READY,
      /** A Ready that names another SSRC. */
      READY_OTHER_SSRC,
      /**
       * The last Session Description again. If the client has not sent Select Protocol yet, a
       * Session Description with a useless key is sent instead.
       */
      SESSION_DESCRIPTION,
      /** A Session Description with a new key. The server uses the new key from now on. */
      SESSION_DESCRIPTION_NEW_KEY,
      /** Resumed, which is normally the answer to a Resume. */
      RESUMED,
      /** A Heartbeat ACK with a nonce that the client did not send. */
      HEARTBEAT_ACK,
      /** A Heartbeat, which requests an immediate heartbeat from the client. */
      HEARTBEAT
    }

    /** Checks for null. */
    public Say {
      Objects.requireNonNull(what, "what");
    }

    @Override
    public boolean needsSession() {
      return switch (what) {
        case READY, READY_OTHER_SSRC, SESSION_DESCRIPTION, SESSION_DESCRIPTION_NEW_KEY -> true;
        default -> false;
      };
    }

    @Override
    public Kind kind() {
      return Kind.SAY;
    }
  }

  /**
   * A fault of the end-to-end encryption, caused by the {@link
   * dev.antiphon.testkit.DeliveryService}. Does nothing if the call is not end-to-end encrypted. In
   * contrast to other additional messages, the messages of this fault have sequence numbers.
   */
  record Dave(Dave.What what) implements FaultExtra {
    /** The kind of fault. */
    public enum What {
      /** A proposal that is signed with a wrong key. */
      BAD_SIGNATURE,
      /** A correctly signed proposal for an epoch that does not exist. */
      WRONG_EPOCH,
      /**
       * The last announced commit of this group, sent again to a member that should not receive it.
       */
      FOREIGN_COMMIT,
      /** The execution of a transition that was never prepared. */
      UNKNOWN_TRANSITION,
      /** A correctly signed proposal for the group of another channel. */
      WRONG_GROUP,
      /** An external sender (opcode 25) with a key that signs no proposal. */
      FORGED_EXTERNAL_SENDER,
      /** The last welcome of this group, which was for another member. */
      FOREIGN_WELCOME,
      /** The pending proposals are revoked for all members and then proposed again. */
      REVOKE,
      /** The group is discarded, and all members are requested to begin a new one. */
      REINITIALISE,
      /**
       * The whole call changes to no encryption (opcodes 21 and 22), although all members support
       * it. It stays unencrypted until UPGRADE, also for new members.
       */
      DOWNGRADE,
      /** Like DOWNGRADE, but with transition 0, which is executed immediately. */
      DOWNGRADE_AT_ONCE,
      /**
       * The change to no encryption is announced to the whole call (opcode 21), but never executed.
       * The call stays encrypted.
       */
      DOWNGRADE_UNEXECUTED,
      /** Ends DOWNGRADE: the members begin a new encrypted group (opcode 24 with epoch 1). */
      UPGRADE
    }

    /** Checks for null. */
    public Dave {
      Objects.requireNonNull(what, "what");
    }

    @Override
    public boolean needsSession() {
      return true;
    }

    @Override
    public Kind kind() {
      return Kind.DAVE;
    }
  }

  /**
   * Puts the client in the call of this channel, whatever the main gateway says. Only for a
   * received Identify. If the client means another channel, its group has the wrong id.
   *
   * @param id the channel, an unsigned snowflake, not 0
   */
  record Channel(long id) implements FaultExtra {
    /** Checks the channel. */
    public Channel {
      if (id == 0) {
        throw new FaultScriptException("/channel", "a snowflake, which is not 0", "0");
      }
    }

    @Override
    public Kind kind() {
      return Kind.CHANNEL;
    }
  }

  /**
   * Sends an unexpected datagram. Sends nothing if the required data does not exist yet, such as a
   * packet to repeat.
   */
  record Inject(StrayDatagram what) implements FaultExtra {
    /** Checks for null. */
    public Inject {
      Objects.requireNonNull(what, "what");
    }

    @Override
    public boolean needsSession() {
      return true;
    }

    @Override
    public Kind kind() {
      return Kind.INJECT;
    }
  }

  /**
   * Closes the server's UDP port for all clients. Senders receive an ICMP error.
   *
   * @param time the duration, 1 ms to 10 minutes
   */
  record Unreachable(Duration time) implements FaultExtra {
    /** Checks the time. */
    public Unreachable {
      FaultChecks.requireDelay("/unreachable", time);
    }

    @Override
    public Kind kind() {
      return Kind.UNREACHABLE;
    }
  }

  /** Puts the client in the call of this channel. */
  static FaultExtra channel(long id) {
    return new Channel(id);
  }

  /** Sends a text frame. */
  static FaultExtra send(String text) {
    return new Send(text);
  }

  /** Sends a binary frame. */
  static FaultExtra send(byte... bytes) {
    return new SendHex(HexFormat.of().formatHex(bytes));
  }

  /** Sends a valid message at the wrong time. */
  static FaultExtra say(Say.What what) {
    return new Say(what);
  }

  /** Causes a fault of the delivery service. */
  static FaultExtra dave(Dave.What what) {
    return new Dave(what);
  }

  /** Sends an unexpected datagram. */
  static FaultExtra inject(StrayDatagram what) {
    return new Inject(what);
  }

  /** Closes the UDP port for this duration. */
  static FaultExtra unreachable(Duration time) {
    return new Unreachable(time);
  }
}
