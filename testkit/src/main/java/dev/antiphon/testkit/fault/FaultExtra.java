package dev.antiphon.testkit.fault;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Something that a {@link FaultRule} does besides: the message or datagram whose moment it is takes
 * its way after it. Nothing of it is a moment itself, has a number, or is redelivered by a Resume.
 */
public sealed interface FaultExtra extends FaultAction {

  /** The longest text, and twice the most bytes, that can be sent. */
  int MAX_LENGTH = 1 << 16;

  /** Whether it can only be done to somebody who has a session. */
  default boolean needsSession() {
    return false;
  }

  /**
   * A text frame, as it is.
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
   * A binary frame, as it is.
   *
   * @param hex its bytes, two lower-case hexadecimal digits each
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

  /** A message that is right in itself, but not at this moment. */
  record Say(Say.What what) implements FaultExtra {
    /** What is said. */
    public enum What {
      /** The Hello of this server. */
      HELLO,
      /** The Ready of the session. */
      READY,
      /** A Ready that names another SSRC. */
      READY_OTHER_SSRC,
      /** The last Session Description again; before Select Protocol one with a key of no use. */
      SESSION_DESCRIPTION,
      /** A Session Description with another key, by which the server goes from now on. */
      SESSION_DESCRIPTION_NEW_KEY,
      /** Resumed. */
      RESUMED,
      /** Heartbeat ACK, with a nonce that nobody has sent. */
      HEARTBEAT_ACK,
      /** Heartbeat: asks for one at once. */
      HEARTBEAT
    }

    /** Checks that there is one. */
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
   * Something that the delivery service of DAVE does to a member; nothing where the call is not
   * encrypted. Other than all else that happens besides, its messages are numbered.
   */
  record Dave(Dave.What what) implements FaultExtra {
    /** What is done. */
    public enum What {
      /** A proposal that is signed by another key than the external sender's. */
      BAD_SIGNATURE,
      /** A proposal of an epoch that is not, rightly signed. */
      WRONG_EPOCH,
      /** The commit that was announced last in this group, once more, whoever was meant. */
      FOREIGN_COMMIT,
      /** An order to execute a transition that was never prepared. */
      UNKNOWN_TRANSITION,
      /** What awaits a commit is taken back from everybody, and proposed again. */
      REVOKE,
      /** The group is given up, and everybody told to begin a new one. */
      REINITIALISE
    }

    /** Checks that there is one. */
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

  /** A datagram; none is sent where there is nothing to make it of yet. */
  record Inject(StrayDatagram what) implements FaultExtra {
    /** Checks that there is one. */
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
   * The server's UDP port is closed for everybody: who sends to it is told so by ICMP.
   *
   * @param time how long, 1 ms to 10 minutes
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

  /** A text frame. */
  static FaultExtra send(String text) {
    return new Send(text);
  }

  /** A binary frame. */
  static FaultExtra send(byte... bytes) {
    return new SendHex(HexFormat.of().formatHex(bytes));
  }

  /** A message out of turn. */
  static FaultExtra say(Say.What what) {
    return new Say(what);
  }

  /** Something that the delivery service does. */
  static FaultExtra dave(Dave.What what) {
    return new Dave(what);
  }

  /** A datagram that nobody expects. */
  static FaultExtra inject(StrayDatagram what) {
    return new Inject(what);
  }

  /** The UDP port is closed for so long. */
  static FaultExtra unreachable(Duration time) {
    return new Unreachable(time);
  }
}
