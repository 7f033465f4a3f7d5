package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.CLOSED_BY_LOSS;
import static dev.antiphon.flow.EventKind.CLOSED_BY_UNKNOWN_CODE;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_PROTOCOL_ERROR;

import dev.antiphon.flow.EventKind;
import java.util.Arrays;
import java.util.List;

/**
 * Which close codes of the voice socket are one happening to the flow. The one place that says so.
 *
 * <p>Source: Discord documentation, "Voice Close Event Codes"; for codes below 4000, RFC 6455
 * section 7.4.1. Codes that nobody knows are read as {@link #UNKNOWN}: from 4000 on Discord spoke,
 * anything else is a lost connection.
 */
public enum CloseReaction {
  LOSS(CLOSED_BY_LOSS, 1000, 1001, 1002, 1005, 1006, 1007, 1009, 1011, 1012, 1013, 1014),
  UNKNOWN(CLOSED_BY_UNKNOWN_CODE, 4000),
  PROTOCOL_ERROR(CLOSED_FOR_PROTOCOL_ERROR, 4001, 4002, 4003, 4005, 4020),
  AUTHENTICATION(EventKind.CLOSED_FOR_AUTHENTICATION, 4004),
  INVALID_SESSION(EventKind.CLOSED_FOR_INVALID_SESSION, 4006, 4009),
  SERVER_NOT_FOUND(EventKind.CLOSED_FOR_SERVER_NOT_FOUND, 4011),
  UNKNOWN_PROTOCOL(EventKind.CLOSED_FOR_UNKNOWN_PROTOCOL, 4012),
  DISCONNECTION(EventKind.CLOSED_FOR_DISCONNECTION, 4014),
  SERVER_CRASH(EventKind.CLOSED_FOR_SERVER_CRASH, 4015),
  UNKNOWN_MODE(EventKind.CLOSED_FOR_UNKNOWN_MODE, 4016),
  MISSING_DAVE(EventKind.CLOSED_FOR_MISSING_DAVE, 4017),
  RATE_LIMIT(EventKind.CLOSED_FOR_RATE_LIMIT, 4021),
  TERMINATED_CALL(EventKind.CLOSED_FOR_TERMINATED_CALL, 4022);

  private static final int FIRST_OF_DISCORD = 4000;

  private final EventKind kind;
  private final List<Integer> codes;

  CloseReaction(EventKind kind, Integer... codes) {
    this.kind = kind;
    this.codes = List.of(codes);
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
        .orElse(code >= FIRST_OF_DISCORD ? UNKNOWN : LOSS);
  }
}
