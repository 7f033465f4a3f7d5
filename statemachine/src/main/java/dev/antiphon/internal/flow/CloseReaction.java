package dev.antiphon.internal.flow;

import static dev.antiphon.protocol.CloseCode.*;

import dev.antiphon.flow.EventKind;
import dev.antiphon.protocol.CloseCode;
import java.util.Arrays;
import java.util.List;

/**
 * Which close codes of the voice socket are one happening to the flow. The one place that says so.
 *
 * <p>Source: Discord documentation, "Voice Close Event Codes"; for codes below 4000, RFC 6455
 * section 7.4.1. Codes that nobody knows are read as {@link #CLOSE_4000}: from 4000 on Discord
 * spoke, anything else is a lost connection.
 */
public enum CloseReaction {
  SOCKET_LOST(
      EventKind.SOCKET_LOST,
      NORMAL,
      GOING_AWAY,
      CloseCode.PROTOCOL_ERROR,
      NO_CODE,
      ABNORMAL,
      INVALID_DATA,
      MESSAGE_TOO_BIG,
      INTERNAL_ERROR,
      SERVICE_RESTART,
      TRY_AGAIN_LATER,
      BAD_GATEWAY),
  CLOSE_4000(EventKind.CLOSE_4000, UNKNOWN_ERROR),
  CLOSE_4001_4002_4003_4005_4020(
      EventKind.CLOSE_4001_4002_4003_4005_4020,
      UNKNOWN_OPCODE,
      DECODE_FAILED,
      NOT_AUTHENTICATED,
      ALREADY_AUTHENTICATED,
      BAD_REQUEST),
  CLOSE_4004(EventKind.CLOSE_4004, AUTHENTICATION_FAILED),
  CLOSE_4006_4009(EventKind.CLOSE_4006_4009, SESSION_INVALID, SESSION_TIMEOUT),
  CLOSE_4011(EventKind.CLOSE_4011, SERVER_NOT_FOUND),
  CLOSE_4012(EventKind.CLOSE_4012, UNKNOWN_PROTOCOL),
  CLOSE_4014(EventKind.CLOSE_4014, DISCONNECTED),
  CLOSE_4015(EventKind.CLOSE_4015, SERVER_CRASHED),
  CLOSE_4016(EventKind.CLOSE_4016, UNKNOWN_ENCRYPTION_MODE),
  CLOSE_4017(EventKind.CLOSE_4017, DAVE_REQUIRED),
  CLOSE_4021(EventKind.CLOSE_4021, RATE_LIMITED),
  CLOSE_4022(EventKind.CLOSE_4022, CALL_TERMINATED);

  private final EventKind kind;
  private final List<Integer> codes;

  CloseReaction(EventKind kind, CloseCode... codes) {
    this.kind = kind;
    this.codes = Arrays.stream(codes).map(CloseCode::number).toList();
  }

  /** The event that such a close is. */
  public EventKind kind() {
    return kind;
  }

  /** The codes that are named for it. */
  public List<Integer> codes() {
    return codes;
  }

  /** The reaction to any code, named here or not. */
  public static CloseReaction of(int code) {
    return Arrays.stream(values())
        .filter(reaction -> reaction.codes.contains(code))
        .findFirst()
        .orElse(code >= UNKNOWN_ERROR.number() ? CLOSE_4000 : SOCKET_LOST);
  }
}
