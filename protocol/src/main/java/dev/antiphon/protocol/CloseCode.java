package dev.antiphon.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The known close codes of the WebSocket to the voice server, named by their numbers. The
 * transition table of the connection defines the reaction to each code.
 *
 * <p>Source: Discord documentation, Opcodes and Status Codes, "Voice Close Event Codes"; RFC 6455
 * section 7.4.1 and the IANA registry of close codes for the codes below 4000. Discord does not
 * document 4000, but servers send it. This library defines 4900 for a close that does not wait for
 * the server's answer.
 */
public enum CloseCode {
  CLOSE_1000(
      1000,
      "Normal closure",
      "The socket was closed normally; servers also send this code when heartbeats are late."),
  CLOSE_1001(1001, "Going away", "The voice server is going away."),
  CLOSE_1002(1002, "Protocol error", "A peer violated the WebSocket protocol."),
  CLOSE_1005(
      1005,
      "No status received",
      "The socket was closed without a close code; this code is never sent."),
  CLOSE_1006(
      1006,
      "Abnormal closure",
      "The TCP connection was lost without a close frame; this code is never sent."),
  CLOSE_1007(1007, "Invalid payload data", "A text message was not valid UTF-8."),
  CLOSE_1009(1009, "Message too big", "A message was longer than its receiver accepts."),
  CLOSE_1011(1011, "Internal error", "The server encountered an unexpected condition."),
  CLOSE_1012(1012, "Service restart", "The server is restarting."),
  CLOSE_1013(1013, "Try again later", "The server is overloaded."),
  CLOSE_1014(
      1014,
      "Bad gateway",
      "An intermediate gateway received an invalid response from the server behind it."),
  CLOSE_4000(4000, "Unknown error", "The voice server reported an unknown error."),
  CLOSE_4001(
      4001, "Unknown opcode", "The client sent an opcode that the voice server does not know."),
  CLOSE_4002(
      4002,
      "Failed to decode payload",
      "The client sent a payload that the voice server could not decode."),
  CLOSE_4003(4003, "Not authenticated", "The client sent a payload before Identify."),
  CLOSE_4004(4004, "Authentication failed", "The token in Identify was wrong."),
  CLOSE_4005(4005, "Already authenticated", "The client sent Identify twice."),
  CLOSE_4006(4006, "Session no longer valid", "The session is no longer valid."),
  CLOSE_4009(4009, "Session timeout", "The session has timed out."),
  CLOSE_4011(4011, "Server not found", "The requested voice server was not found."),
  CLOSE_4012(4012, "Unknown protocol", "The protocol in Select Protocol was not recognised."),
  CLOSE_4014(
      4014,
      "Disconnected",
      "The client was disconnected: it was kicked or moved, or its session on the main gateway was"
          + " lost."),
  CLOSE_4015(4015, "Voice server crashed", "The voice server crashed; the session can be resumed."),
  CLOSE_4016(4016, "Unknown encryption mode", "The encryption mode was not recognised."),
  CLOSE_4017(
      4017, "E2EE/DAVE protocol required", "The channel requires end-to-end encryption (DAVE)."),
  CLOSE_4020(4020, "Bad request", "The client sent a malformed request."),
  CLOSE_4021(
      4021,
      "Disconnected: Rate Limited",
      "The client was disconnected for exceeding a rate limit."),
  CLOSE_4022(
      4022,
      "Disconnected: Call Terminated",
      "Everyone was disconnected: the channel was deleted or the voice server changed."),
  CLOSE_4900(4900, "Aborted", "This library closed the socket without waiting for an answer.");

  private static final Map<Integer, CloseCode> BY_NUMBER =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(CloseCode::number, Function.identity()));

  private final int number;
  private final String title;
  private final String meaning;

  CloseCode(int number, String title, String meaning) {
    this.number = number;
    this.title = title;
    this.meaning = meaning;
  }

  /** Returns the close code with this number; empty for an unknown number. */
  public static Optional<CloseCode> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /**
   * Returns whether a close frame can contain this number: 1000 to 1003, 1007 to 1014 or 3000 to
   * 4999. Other numbers are reserved, or only the receiving side generates them (RFC 6455, section
   * 7.4).
   */
  public static boolean isSendable(int number) {
    return (number >= 1000 && number <= 1003)
        || (number >= 1007 && number <= 1014)
        || (number >= 3000 && number <= 4999);
  }

  /** The number in the close frame. */
  public int number() {
    return number;
  }

  /**
   * The title in Discord's documentation; for a code below 4000, the title in the IANA registry.
   */
  public String title() {
    return title;
  }

  /** The meaning of the code, one sentence. */
  public String meaning() {
    return meaning;
  }
}
