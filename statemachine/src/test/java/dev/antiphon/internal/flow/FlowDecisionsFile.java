package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.WrittenDecision;
import dev.antiphon.machine.check.WrittenDecisions;
import dev.antiphon.protocol.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code flow-decisions.tsv}, the decisions that are written by hand and compared with the
 * table. Other tests read their expectations from it instead of repeating them.
 */
public final class FlowDecisionsFile {
  private static final Path FILE =
      Path.of(
          System.getProperty("antiphon.root"),
          "statemachine/src/test/resources/flow-decisions.tsv");

  /** The conditions that hold while no retry has been made. */
  private static final Set<String> NOTHING_TRIED =
      Set.of("may resume", "may identify again", "may rejoin");

  /** The event lines of section D, with the close codes that each line covers. */
  private static final Map<String, List<Integer>> LINES =
      Map.ofEntries(
          Map.entry("D3", List.of(4001, 4002, 4003, 4005, 4020)),
          Map.entry("D4", List.of(4004)),
          Map.entry("D5", List.of(4006, 4009)),
          Map.entry("D6", List.of(4011)),
          Map.entry("D7", List.of(4012)),
          Map.entry("D8", List.of(4014)),
          Map.entry("D9", List.of(4015)),
          Map.entry("D10", List.of(4016)),
          Map.entry("D11", List.of(4017)),
          Map.entry("D12", List.of(4021)),
          Map.entry("D13", List.of(4022)));

  private FlowDecisionsFile() {}

  static WrittenDecisions read() {
    try {
      return WrittenDecisions.read(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a close code: D1 for a lost socket, D2 for an unknown code of Discord. */
  static String line(int code) {
    return LINES.entrySet().stream()
        .filter(line -> line.getValue().contains(code))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(code >= 4000 ? "D2" : "D1");
  }

  /** The expected decision for a close code while no retry has been made. */
  static WrittenDecision closed(int code, VoiceState state) {
    return read().first(line(code), state.code(), NOTHING_TRIED::contains).orElseThrow();
  }

  /** Returns the first close code that ends a connection at once in that state. */
  public static CloseCode ending(VoiceState state) {
    return Arrays.stream(CloseCode.values())
        .filter(code -> code != CloseCode.CLOSE_4900)
        .filter(code -> closed(code.number(), state).targetState().equals("FA"))
        .findFirst()
        .orElseThrow();
  }
}
