package dev.antiphon.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The opcodes of the voice gateway that have a message record in this library.
 *
 * <p>Source: Discord documentation, Opcodes and Status Codes, "Voice Opcodes"; DAVE whitepaper for
 * the opcodes 21 to 31.
 */
public enum Opcode {
  IDENTIFY(0, Form.TEXT, Sender.CLIENT),
  SELECT_PROTOCOL(1, Form.TEXT, Sender.CLIENT),
  READY(2, Form.TEXT, Sender.SERVER),
  HEARTBEAT(3, Form.TEXT, Sender.CLIENT),
  SESSION_DESCRIPTION(4, Form.TEXT, Sender.SERVER),
  SPEAKING(5, Form.TEXT, Sender.BOTH),
  HEARTBEAT_ACK(6, Form.TEXT, Sender.SERVER),
  RESUME(7, Form.TEXT, Sender.CLIENT),
  HELLO(8, Form.TEXT, Sender.SERVER),
  RESUMED(9, Form.TEXT, Sender.SERVER),
  CLIENTS_CONNECT(11, Form.TEXT, Sender.SERVER),
  CLIENT_DISCONNECT(13, Form.TEXT, Sender.SERVER),
  DAVE_PREPARE_TRANSITION(21, Form.TEXT, Sender.SERVER),
  DAVE_EXECUTE_TRANSITION(22, Form.TEXT, Sender.SERVER),
  DAVE_TRANSITION_READY(23, Form.TEXT, Sender.CLIENT),
  DAVE_PREPARE_EPOCH(24, Form.TEXT, Sender.SERVER),
  MLS_EXTERNAL_SENDER(25, Form.BINARY, Sender.SERVER),
  MLS_KEY_PACKAGE(26, Form.BINARY, Sender.CLIENT),
  MLS_PROPOSALS(27, Form.BINARY, Sender.SERVER),
  MLS_COMMIT_WELCOME(28, Form.BINARY, Sender.CLIENT),
  MLS_ANNOUNCE_COMMIT_TRANSITION(29, Form.BINARY, Sender.SERVER),
  MLS_WELCOME(30, Form.BINARY, Sender.SERVER),
  MLS_INVALID_COMMIT_WELCOME(31, Form.TEXT, Sender.CLIENT);

  /** The kind of WebSocket frame that carries a message. */
  enum Form {
    /** A text frame that contains one JSON object. */
    TEXT,
    /** A binary frame. A frame from the server begins with the sequence number. */
    BINARY
  }

  /** The documented sender of a message. The codecs accept both directions. */
  public enum Sender {
    CLIENT,
    SERVER,
    BOTH
  }

  private static final Map<Integer, Opcode> BY_NUMBER =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(Opcode::number, Function.identity()));

  private final int number;
  private final Form form;
  private final Sender sender;

  Opcode(int number, Form form, Sender sender) {
    this.number = number;
    this.form = form;
    this.sender = sender;
  }

  /**
   * Returns the opcode with this number; empty when this library has no message record for it (12,
   * 14 to 20, 32 and unknown numbers).
   */
  public static Optional<Opcode> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /**
   * Returns whether clients send messages with this opcode. The result is also true for the opcodes
   * 12 and 14 to 20: real clients send these opcodes, but Discord does not document them.
   */
  public static boolean isSentByClients(int number) {
    return of(number)
        .map(known -> known.sender != Sender.SERVER)
        .orElse(number == 12 || (number >= 14 && number <= 20));
  }

  /** The number of this opcode on the wire. */
  public int number() {
    return number;
  }

  /** The kind of frame that carries the message. */
  Form form() {
    return form;
  }

  /** Whether a binary frame carries the message. */
  public boolean binary() {
    return form == Form.BINARY;
  }

  /** The documented sender of the message. */
  public Sender sender() {
    return sender;
  }
}
