package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.protocol.CloseCode;
import java.util.Arrays;
import java.util.List;

/**
 * The groups of close codes of the voice WebSocket: the codes of a group are the same event for the
 * flow.
 *
 * <p>Source: Discord documentation, "Voice Close Event Codes"; for codes below 4000, RFC 6455
 * section 7.4.1. An unknown code from 4000 on counts as {@link #CLOSE_4000}, because Discord sent
 * it. Every other unknown code counts as {@link #SOCKET_LOST}.
 */
public enum CloseReaction {
  SOCKET_LOST(
      EventKind.SOCKET_LOST,
      CloseCode.CLOSE_1000,
      CloseCode.CLOSE_1001,
      CloseCode.CLOSE_1002,
      CloseCode.CLOSE_1005,
      CloseCode.CLOSE_1006,
      CloseCode.CLOSE_1007,
      CloseCode.CLOSE_1009,
      CloseCode.CLOSE_1011,
      CloseCode.CLOSE_1012,
      CloseCode.CLOSE_1013,
      CloseCode.CLOSE_1014),
  CLOSE_4000(EventKind.CLOSE_4000, CloseCode.CLOSE_4000),
  CLOSE_4001_4002_4003_4005_4020(
      EventKind.CLOSE_4001_4002_4003_4005_4020,
      CloseCode.CLOSE_4001,
      CloseCode.CLOSE_4002,
      CloseCode.CLOSE_4003,
      CloseCode.CLOSE_4005,
      CloseCode.CLOSE_4020),
  CLOSE_4004(EventKind.CLOSE_4004, CloseCode.CLOSE_4004),
  CLOSE_4006_4009(EventKind.CLOSE_4006_4009, CloseCode.CLOSE_4006, CloseCode.CLOSE_4009),
  CLOSE_4011(EventKind.CLOSE_4011, CloseCode.CLOSE_4011),
  CLOSE_4012(EventKind.CLOSE_4012, CloseCode.CLOSE_4012),
  CLOSE_4014(EventKind.CLOSE_4014, CloseCode.CLOSE_4014),
  CLOSE_4015(EventKind.CLOSE_4015, CloseCode.CLOSE_4015),
  CLOSE_4016(EventKind.CLOSE_4016, CloseCode.CLOSE_4016),
  CLOSE_4017(EventKind.CLOSE_4017, CloseCode.CLOSE_4017),
  CLOSE_4021(EventKind.CLOSE_4021, CloseCode.CLOSE_4021),
  CLOSE_4022(EventKind.CLOSE_4022, CloseCode.CLOSE_4022);

  private final EventKind kind;
  private final List<Integer> codes;

  CloseReaction(EventKind kind, CloseCode... codes) {
    this.kind = kind;
    this.codes = Arrays.stream(codes).map(CloseCode::number).toList();
  }

  /** Returns the event of these codes. */
  public EventKind kind() {
    return kind;
  }

  /** Returns the codes of this group. */
  public List<Integer> codes() {
    return codes;
  }

  /** Returns the group of a code. Every code has one. */
  public static CloseReaction of(int code) {
    return Arrays.stream(values())
        .filter(reaction -> reaction.codes.contains(code))
        .findFirst()
        .orElse(code >= CloseCode.CLOSE_4000.number() ? CLOSE_4000 : SOCKET_LOST);
  }
}
