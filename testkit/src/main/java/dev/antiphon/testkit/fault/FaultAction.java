package dev.antiphon.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.testkit.internal.net.CloseFrames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** The action of a {@link FaultRule}. {@link FaultScript} lists all actions. */
public sealed interface FaultAction
    permits FaultAction.Close,
        FaultAction.Reset,
        FaultAction.Eof,
        FaultAction.Freeze,
        FaultAction.Die,
        FaultAction.Drop,
        FaultAction.Ignore,
        FaultAction.Delay,
        FaultAction.Repeat,
        FaultAction.Reorder,
        FaultAction.Corrupt,
        FaultAction.SetFields,
        FaultAction.Refuse,
        FaultAction.Hang,
        FaultAction.Discovery,
        FaultExtra {

  /** The longest delay, and the longest duration of a crash or of a closed UDP port. */
  Duration MAX_DELAY = Duration.ofMinutes(10);

  /** The maximum number of repetitions, and of overtaking messages. */
  int MAX_COUNT = 1_000;

  /** The kinds of actions. Their names in lower case are the keys in JSON. */
  enum Kind {
    CLOSE,
    RESET,
    EOF,
    FREEZE,
    DIE,
    DROP,
    IGNORE,
    DELAY,
    REPEAT,
    REORDER,
    CORRUPT,
    SET,
    CHANNEL,
    REFUSE,
    HANG,
    DISCOVERY,
    SAY,
    DAVE,
    SEND,
    SEND_HEX,
    INJECT,
    UNREACHABLE
  }

  /** The kind of this action. */
  Kind kind();

  /**
   * Sends a close frame. Some codes end the session; after the other codes, the session waits for a
   * Resume. See {@link dev.antiphon.testkit.EmbeddedVoiceServer#disconnect(long, long, int)}.
   *
   * @param code 1000 to 4999 and allowed in a close frame (RFC 6455, section 7.4), or 1005 for a
   *     frame without a code
   * @param reason the reason text, at most 123 bytes of UTF-8
   */
  record Close(int code, String reason) implements FaultAction {
    private static final int LONGEST_REASON = 123;

    /** Checks the code and the reason. */
    public Close {
      FaultChecks.requireWithin("/close", code, CloseFrames.LOWEST, CloseFrames.HIGHEST);
      if (!CloseFrames.canCarry(code)) {
        throw new FaultScriptException(
            "/close", "a code that is allowed in a close frame", Integer.toString(code));
      }
      int length = reason.getBytes(StandardCharsets.UTF_8).length;
      if (length > LONGEST_REASON) {
        throw new FaultScriptException(
            "/reason", "at most " + LONGEST_REASON + " bytes of UTF-8", length + " bytes");
      }
    }

    @Override
    public Kind kind() {
      return Kind.CLOSE;
    }
  }

  /** Resets the TCP connection without a close frame. The session waits for a Resume. */
  record Reset() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.RESET;
    }
  }

  /** Closes TCP normally, but without a close frame. The session waits for a Resume. */
  record Eof() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.EOF;
    }
  }

  /**
   * Keeps the TCP connection open, but stops reading and writing. The connection is closed when its
   * session is resumed on another connection, at the latest after ten minutes.
   */
  record Freeze() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.FREEZE;
    }
  }

  /**
   * Simulates a crash: the server stops listening and resets every TCP connection. After the given
   * time it listens on the same ports again.
   *
   * @param time the duration of the crash, 1 ms to 10 minutes
   * @param keepSessions true if sessions can be resumed after the crash
   */
  record Die(Duration time, boolean keepSessions) implements FaultAction {
    /** Checks the time. */
    public Die {
      FaultChecks.requireDelay("/die", time);
    }

    @Override
    public Kind kind() {
      return Kind.DIE;
    }
  }

  /** Drops the message. A dropped message of the server uses no sequence number. */
  record Drop() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.DROP;
    }
  }

  /**
   * Receives a message, but does not process it. An ignored heartbeat still counts as received, so
   * the server does not close the WebSocket with 4009 (session timeout). A dropped heartbeat does
   * not count.
   */
  record Ignore() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.IGNORE;
    }
  }

  /**
   * Delays only this message. Later messages overtake it and get lower sequence numbers.
   *
   * @param time 1 ms to 10 minutes
   */
  record Delay(Duration time) implements FaultAction {
    /** Checks the time. */
    public Delay {
      FaultChecks.requireDelay("/delay", time);
    }

    @Override
    public Kind kind() {
      return Kind.DELAY;
    }
  }

  /**
   * Sends or processes the message again immediately. An outgoing message is repeated byte for
   * byte, with the same sequence number.
   *
   * @param more the number of repetitions, 1 to 1,000
   */
  record Repeat(int more) implements FaultAction {
    /** Checks the count. */
    public Repeat {
      FaultChecks.requireWithin("/repeat", more, 1, MAX_COUNT);
    }

    @Override
    public Kind kind() {
      return Kind.REPEAT;
    }
  }

  /**
   * Holds the message until later messages in the same direction of its WebSocket have overtaken
   * it.
   *
   * @param overtaking the number of overtaking messages, 1 to 1,000
   */
  record Reorder(int overtaking) implements FaultAction {
    /** Checks the count. */
    public Reorder {
      FaultChecks.requireWithin("/reorder", overtaking, 1, MAX_COUNT);
    }

    @Override
    public Kind kind() {
      return Kind.REORDER;
    }
  }

  /** Sends the message in an unreadable form. A Resume redelivers the correct message. */
  record Corrupt(Corrupt.How how) implements FaultAction {
    /** The kind of damage. */
    public enum How {
      /** The second half is missing. */
      TRUNCATE,
      /** The message is neither JSON nor a valid binary message. */
      GARBAGE,
      /** The opcode is correct, but the data is a string. A binary message is sent as text. */
      TYPE,
      /** Binary messages only: one bit of the signature, tag or ciphertext at the end is wrong. */
      BIT,
      /** The first vector (a length and its bytes) has a length of 1 GiB. Binary messages only. */
      LENGTH;

      /** Returns true if only binary messages can have this damage. */
      public boolean needsBinary() {
        return this == BIT || this == LENGTH;
      }
    }

    /** Checks for null. */
    public Corrupt {
      Objects.requireNonNull(how, "how");
    }

    @Override
    public Kind kind() {
      return Kind.CORRUPT;
    }
  }

  /**
   * Sends the message with other fields in its data. A Resume redelivers the correct message.
   *
   * @param fields a JSON object; its fields replace the fields of the same names
   */
  record SetFields(String fields) implements FaultAction {
    /** Checks that {@code fields} is an object with fields, and removes the spaces. */
    public SetFields {
      JsonNode json = FaultJson.parse(fields);
      if (!json.isObject() || json.isEmpty()) {
        throw FaultJson.unexpected("/set", "an object with fields", json);
      }
      fields = json.toString();
    }

    @Override
    public Kind kind() {
      return Kind.SET;
    }
  }

  /**
   * Refuses the WebSocket upgrade.
   *
   * @param status the HTTP status, 400 to 599
   */
  record Refuse(int status) implements FaultAction {
    /** Checks the status. */
    public Refuse {
      FaultChecks.requireWithin("/refuse", status, 400, 599);
    }

    @Override
    public Kind kind() {
      return Kind.REFUSE;
    }
  }

  /** Accepts TCP but never answers: no TLS, no HTTP. The connection is closed after ten minutes. */
  record Hang() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.HANG;
    }
  }

  /** Answers an IP discovery request wrongly or not at all. */
  record Discovery(Discovery.How how) implements FaultAction {
    /** The error in the answer. */
    public enum How {
      /** There is no answer. */
      DROP,
      /** The answer names another SSRC. */
      WRONG_SSRC,
      /** The answer has the type of a request. */
      WRONG_TYPE,
      /** The last four bytes are missing. */
      SHORT,
      /** The address does not end with a zero byte. */
      UNTERMINATED,
      /** The address is not a valid address. */
      BAD_ADDRESS
    }

    /** Checks for null. */
    public Discovery {
      Objects.requireNonNull(how, "how");
    }

    @Override
    public Kind kind() {
      return Kind.DISCOVERY;
    }
  }

  /** Sends a close frame. The reason text of the frame is the meaning of the code. */
  static FaultAction close(int code) {
    return new Close(code, CloseCode.of(code).map(CloseCode::meaning).orElse(""));
  }

  /** Sends a close frame. */
  static FaultAction close(int code, String reason) {
    return new Close(code, reason);
  }

  /** Resets TCP. */
  static FaultAction reset() {
    return new Reset();
  }

  /** Closes TCP without a close frame. */
  static FaultAction eof() {
    return new Eof();
  }

  /** Keeps the connection open without reading or writing. */
  static FaultAction freeze() {
    return new Freeze();
  }

  /** Simulates a crash of the server. */
  static FaultAction die(Duration time, boolean keepSessions) {
    return new Die(time, keepSessions);
  }

  /** Drops the message. */
  static FaultAction drop() {
    return new Drop();
  }

  /** Ignores the received message. */
  static FaultAction ignore() {
    return new Ignore();
  }

  /** Delays the message. */
  static FaultAction delay(Duration time) {
    return new Delay(time);
  }

  /** Repeats the message. */
  static FaultAction repeat(int more) {
    return new Repeat(more);
  }

  /** Holds the message until this number of messages has overtaken it. */
  static FaultAction reorder(int overtaking) {
    return new Reorder(overtaking);
  }

  /** Damages the message. */
  static FaultAction corrupt(Corrupt.How how) {
    return new Corrupt(how);
  }

  /** Replaces fields in the data of the message; {@code fields} is a JSON object. */
  static FaultAction set(String fields) {
    return new SetFields(fields);
  }

  /** Refuses the WebSocket upgrade. */
  static FaultAction refuse(int status) {
    return new Refuse(status);
  }

  /** Accepts TCP but never answers. */
  static FaultAction hang() {
    return new Hang();
  }

  /** Answers discovery wrongly or not at all. */
  static FaultAction discovery(Discovery.How how) {
    return new Discovery(how);
  }
}
