package dev.antiphon.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.testkit.internal.net.CloseFrames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** What a {@link FaultRule} does. {@link FaultScript} has the table. */
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

  /** The longest delay, and the longest death. */
  Duration MAX_DELAY = Duration.ofMinutes(10);

  /** The most that can be repeated or overtaken. */
  int MAX_COUNT = 1_000;

  /** The kinds of actions; their names in lower case are the keys in JSON. */
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

  /** Its kind. */
  Kind kind();

  /**
   * A close frame. The session ends when the code says so, else it waits for a Resume.
   *
   * @param code 1000 to 4999, one that may stand in a close frame (RFC 6455, section 7.4), or 1005
   *     for a frame without a code
   * @param reason at most 123 bytes of UTF-8
   */
  record Close(int code, String reason) implements FaultAction {
    private static final int LONGEST_REASON = 123;

    /** Checks both. */
    public Close {
      FaultChecks.requireWithin("/close", code, CloseFrames.LOWEST, CloseFrames.HIGHEST);
      if (!CloseFrames.canCarry(code)) {
        throw new FaultScriptException(
            "/close", "a code that may stand in a close frame", Integer.toString(code));
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

  /** The TCP connection is reset, without a close frame; the session waits for a Resume. */
  record Reset() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.RESET;
    }
  }

  /** The TCP connection is closed in order, without a close frame; the session waits. */
  record Eof() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.EOF;
    }
  }

  /**
   * The TCP connection stays open, but nothing is read from it or written to it any more. It is
   * dropped when its session is resumed elsewhere, and after ten minutes.
   */
  record Freeze() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.FREEZE;
    }
  }

  /**
   * The server dies: it listens no more and resets every TCP connection; then it comes back on the
   * same ports.
   *
   * @param time how long it is dead, 1 ms to 10 minutes
   * @param keepSessions whether sessions can be resumed after that
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

  /** The message is lost on its way; an outgoing one does not use up a number. */
  record Drop() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.DROP;
    }
  }

  /**
   * What was received is not acted upon. Other than a lost one, an ignored heartbeat keeps its
   * connection from being closed for silence.
   */
  record Ignore() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.IGNORE;
    }
  }

  /**
   * The message alone waits; what follows overtakes it, and it takes its number only afterwards.
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
   * The message is sent, or acted upon, again at once: an outgoing one byte for byte, with the same
   * number.
   *
   * @param more how often more, 1 to 1,000
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
   * The message waits until others in the same direction have overtaken it on its WebSocket.
   *
   * @param overtaking how many, 1 to 1,000
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

  /** The message is sent in a form that can not be read; a Resume redelivers it as it should be. */
  record Corrupt(Corrupt.How how) implements FaultAction {
    /** What is wrong with it. */
    public enum How {
      /** Its second half is missing. */
      TRUNCATE,
      /** It is no JSON at all, and no binary message. */
      GARBAGE,
      /** It has its opcode, but a string as its data; a binary message is sent as text. */
      TYPE,
      /**
       * One bit of its last byte is wrong, which is part of a proposal's signature, a commit's tag,
       * a welcome's ciphertext. For binary messages only.
       */
      BIT,
      /** Its first vector says that it is 1 GiB long. For binary messages only. */
      LENGTH;

      /** Whether only binary messages can have it. */
      public boolean needsBinary() {
        return this == BIT || this == LENGTH;
      }
    }

    /** Checks that there is one. */
    public Corrupt {
      Objects.requireNonNull(how, "how");
    }

    @Override
    public Kind kind() {
      return Kind.CORRUPT;
    }
  }

  /**
   * The message is sent with other fields in its data; a Resume redelivers it as it should be.
   *
   * @param fields a JSON object; its fields take the place of those of the same names
   */
  record SetFields(String fields) implements FaultAction {
    /** Checks that it is an object with fields, and writes it without spaces. */
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
   * The WebSocket upgrade is refused.
   *
   * @param status HTTP status, 400 to 599
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

  /** TCP is accepted, and that is all: no TLS, no HTTP. It is dropped after ten minutes. */
  record Hang() implements FaultAction {
    @Override
    public Kind kind() {
      return Kind.HANG;
    }
  }

  /** A discovery request is answered wrongly. */
  record Discovery(Discovery.How how) implements FaultAction {
    /** What is wrong with the answer. */
    public enum How {
      /** There is none. */
      DROP,
      /** It names another SSRC. */
      WRONG_SSRC,
      /** It has the type of a request. */
      WRONG_TYPE,
      /** Its last four bytes are missing. */
      SHORT,
      /** The address is not ended by a zero byte. */
      UNTERMINATED,
      /** The address is a text that is no address. */
      BAD_ADDRESS
    }

    /** Checks that there is one. */
    public Discovery {
      Objects.requireNonNull(how, "how");
    }

    @Override
    public Kind kind() {
      return Kind.DISCOVERY;
    }
  }

  /** A close frame whose reason is the meaning of its code. */
  static FaultAction close(int code) {
    return new Close(code, CloseCode.of(code).map(CloseCode::meaning).orElse(""));
  }

  /** A close frame. */
  static FaultAction close(int code, String reason) {
    return new Close(code, reason);
  }

  /** A TCP reset. */
  static FaultAction reset() {
    return new Reset();
  }

  /** The end of TCP without a close frame. */
  static FaultAction eof() {
    return new Eof();
  }

  /** The connection stays open and silent. */
  static FaultAction freeze() {
    return new Freeze();
  }

  /** The server is gone for a while. */
  static FaultAction die(Duration time, boolean keepSessions) {
    return new Die(time, keepSessions);
  }

  /** The message is lost. */
  static FaultAction drop() {
    return new Drop();
  }

  /** What was received is not acted upon. */
  static FaultAction ignore() {
    return new Ignore();
  }

  /** The message waits. */
  static FaultAction delay(Duration time) {
    return new Delay(time);
  }

  /** The message comes so often more. */
  static FaultAction repeat(int more) {
    return new Repeat(more);
  }

  /** The message is overtaken by so many others. */
  static FaultAction reorder(int overtaking) {
    return new Reorder(overtaking);
  }

  /** The message is spoiled. */
  static FaultAction corrupt(Corrupt.How how) {
    return new Corrupt(how);
  }

  /** The message says something else in these fields, a JSON object. */
  static FaultAction set(String fields) {
    return new SetFields(fields);
  }

  /** The WebSocket upgrade is refused. */
  static FaultAction refuse(int status) {
    return new Refuse(status);
  }

  /** TCP is accepted and never answered. */
  static FaultAction hang() {
    return new Hang();
  }

  /** Discovery is answered wrongly or not at all. */
  static FaultAction discovery(Discovery.How how) {
    return new Discovery(how);
  }
}
