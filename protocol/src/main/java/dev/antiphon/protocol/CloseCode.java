package dev.antiphon.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The close codes that a voice socket is known to end with. What to do about each is the flow's.
 *
 * <p>Source: Discord documentation, Opcodes and Status Codes, "Voice Close Event Codes"; RFC 6455
 * section 7.4.1 and the IANA registry it opened for the codes below 4000. 4000 is seen in the wild
 * but not documented; 4900 is this library's own.
 */
public enum CloseCode {
  NORMAL(1000, "The socket was closed normally; seen when heartbeats came too late."),
  GOING_AWAY(1001, "The voice server is going away."),
  PROTOCOL_ERROR(1002, "The WebSocket protocol was broken."),
  NO_CODE(1005, "The socket was closed without a code; never on the wire."),
  ABNORMAL(1006, "The TCP connection was lost without a close frame; never on the wire."),
  INVALID_DATA(1007, "A text message was not UTF-8."),
  MESSAGE_TOO_BIG(1009, "A message was longer than its receiver accepts."),
  INTERNAL_ERROR(1011, "The server met an unexpected condition."),
  SERVICE_RESTART(1012, "The server is restarting."),
  TRY_AGAIN_LATER(1013, "The server is overloaded."),
  BAD_GATEWAY(1014, "A gateway in between got an invalid answer from the server behind it."),
  UNKNOWN_ERROR(4000, "The voice server met an unknown error."),
  UNKNOWN_OPCODE(4001, "An opcode was sent that the voice server does not know."),
  DECODE_FAILED(4002, "A payload was sent that the voice server could not decode."),
  NOT_AUTHENTICATED(4003, "A payload was sent before Identify."),
  AUTHENTICATION_FAILED(4004, "The token in Identify was wrong."),
  ALREADY_AUTHENTICATED(4005, "Identify was sent twice."),
  SESSION_INVALID(4006, "The session is no longer valid."),
  SESSION_TIMEOUT(4009, "The session has timed out."),
  SERVER_NOT_FOUND(4011, "The voice server to connect to was not found."),
  UNKNOWN_PROTOCOL(4012, "The protocol in Select Protocol was not recognised."),
  DISCONNECTED(
      4014, "This client was disconnected: kicked or moved, or its main session was lost."),
  SERVER_CRASHED(4015, "The voice server crashed; the session can be resumed."),
  UNKNOWN_ENCRYPTION_MODE(4016, "The encryption mode was not recognised."),
  DAVE_REQUIRED(4017, "The channel requires end-to-end encryption (DAVE)."),
  BAD_REQUEST(4020, "A malformed request was sent."),
  RATE_LIMITED(4021, "The client was disconnected for exceeding a rate limit."),
  CALL_TERMINATED(
      4022, "Everyone was disconnected: the channel was deleted or the voice server changed."),
  ABORTED(4900, "This library gave the socket up without waiting for an answer.");

  private static final Map<Integer, CloseCode> BY_NUMBER =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(CloseCode::number, Function.identity()));

  private final int number;
  private final String meaning;

  CloseCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The close code with this number; empty for numbers that are not in the list. */
  public static Optional<CloseCode> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /**
   * Whether a close frame may carry this number: 1000 to 1003, 1007 to 1014 or 3000 to 4999. The
   * others are reserved, or only ever made by the receiving side (RFC 6455, section 7.4).
   */
  public static boolean isSendable(int number) {
    return number >= 1000 && number <= 1003
        || number >= 1007 && number <= 1014
        || number >= 3000 && number <= 4999;
  }

  /** The number in the close frame. */
  public int number() {
    return number;
  }

  /** What it says, one sentence. */
  public String meaning() {
    return meaning;
  }
}
