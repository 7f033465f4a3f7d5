package dev.antiphon.testkit.fault;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultAction.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Shared checks of the parts of a fault script. */
final class FaultChecks {

  private FaultChecks() {}

  static void requireWithin(String place, long number, long least, long most) {
    if (number < least || number > most) {
      throw new FaultScriptException(
          place, "a whole number from %d to %d".formatted(least, most), Long.toString(number));
    }
  }

  /** Checks that a delay has whole milliseconds, as in JSON. */
  static void requireDelay(String place, Duration time) {
    long longest = FaultAction.MAX_DELAY.toMillis();
    boolean whole = time.equals(Duration.ofMillis(clampedMillis(time)));
    if (!whole) {
      throw new FaultScriptException(
          place, "whole milliseconds from 1 to " + longest, time.toString());
    }
    requireWithin(place, time.toMillis(), 1, longest);
  }

  /** {@link Duration#toMillis} overflows for very long durations. */
  private static long clampedMillis(Duration time) {
    return Math.abs(time.toSeconds()) > Integer.MAX_VALUE ? -1 : time.toMillis();
  }

  static void requireSender(String key, Optional<Opcode> opcode, Opcode.Sender other) {
    if (opcode.filter(known -> known.sender() == other).isPresent()) {
      throw new FaultScriptException(
          "/" + key,
          "a message that a " + (other == Opcode.Sender.SERVER ? "client" : "server") + " sends",
          '"' + lowerCase(opcode.get()) + '"');
    }
  }

  /** Returns the actions that end or silence a connection, and the given ones. */
  static Set<Kind> cutsAnd(Kind... more) {
    Set<Kind> all = EnumSet.of(Kind.CLOSE, Kind.RESET, Kind.EOF, Kind.FREEZE, Kind.DIE);
    all.addAll(Set.of(more));
    return all;
  }

  /** Returns the actions that are possible on every open connection, and the given ones. */
  static Set<Kind> anythingAnd(Kind... more) {
    Set<Kind> all = cutsAnd(more);
    all.addAll(
        Set.of(Kind.SAY, Kind.DAVE, Kind.SEND, Kind.SEND_HEX, Kind.INJECT, Kind.UNREACHABLE));
    return all;
  }

  /** Returns the name as it is written in JSON. */
  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
