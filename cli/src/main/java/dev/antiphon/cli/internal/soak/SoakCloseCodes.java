package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.*;

import dev.antiphon.protocol.CloseCode;
import java.util.List;
import java.util.stream.Stream;

/** The close codes of a server, grouped by their consequence for the client. */
final class SoakCloseCodes {
  /** Unassigned codes: one from the public range, and one from Discord's range. */
  private static final List<Integer> UNKNOWN = List.of(3000, 4999);

  /** The session can be resumed. */
  static final List<Integer> KEEPING =
      join(
          Stream.of(
              of(CLOSE_1000, CLOSE_1001, CLOSE_1011, CLOSE_1012, CLOSE_1013, CLOSE_1014),
              of(CLOSE_4000, CLOSE_4015),
              UNKNOWN));

  /** The session is over. The client can rejoin. */
  static final List<Integer> ENDING =
      of(CLOSE_4004, CLOSE_4006, CLOSE_4009, CLOSE_4011, CLOSE_4016);

  /** The client made a mistake or was removed. */
  static final List<Integer> FINAL =
      join(
          Stream.of(
              of(CLOSE_4001, CLOSE_4002, CLOSE_4003, CLOSE_4005, CLOSE_4012),
              of(CLOSE_4014, CLOSE_4017, CLOSE_4020, CLOSE_4021, CLOSE_4022)));

  /** All codes. */
  static final List<Integer> ANY = join(Stream.of(KEEPING, ENDING, FINAL));

  private SoakCloseCodes() {}

  static List<Integer> of(CloseCode... codes) {
    return Stream.of(codes).map(CloseCode::number).toList();
  }

  private static List<Integer> join(Stream<List<Integer>> lists) {
    return lists.flatMap(List::stream).toList();
  }
}
