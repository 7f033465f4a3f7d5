package dev.antiphon.spec.flow;

import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.WrittenDecision;
import dev.antiphon.machine.check.WrittenDecisions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the flow is meant to decide: {@code flow-decisions.tsv}, which the table is checked against.
 * Tests on real sockets read it here instead of saying it once more.
 */
public final class Decisions {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path FILE =
      ROOT.resolve("statemachine/src/test/resources/flow-decisions.tsv");
  private static final Path CODES =
      ROOT.resolve("spec-tests/src/test/resources/dev/antiphon/spec/wire/close-codes.tsv");

  /** What holds while nothing has been tried. */
  private static final Set<String> NOTHING_TRIED =
      Set.of("may resume", "may identify again", "may rejoin");

  private static final WrittenDecisions WRITTEN = read();
  private static final Map<Integer, String> LINES = lines();

  private Decisions() {}

  private static WrittenDecisions read() {
    try {
      return WrittenDecisions.read(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Integer, String> lines() {
    try {
      Map<Integer, String> lines = new LinkedHashMap<>();
      Files.readAllLines(CODES).stream()
          .skip(1)
          .map(line -> line.split("\t"))
          .forEach(columns -> lines.put(Integer.valueOf(columns[0]), columns[1]));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every close code that is tried, with its line of the table. */
  public static Map<Integer, String> closeCodes() {
    return LINES;
  }

  /** What a close is meant to do in a state while nothing has been tried. */
  public static WrittenDecision closed(int code, VoiceState state) {
    return WRITTEN.first(LINES.get(code), state.code(), NOTHING_TRIED::contains).orElseThrow();
  }

  /** The alternatives of a close in a state, in order. */
  public static List<WrittenDecision> alternatives(int code, VoiceState state) {
    return WRITTEN.cell(LINES.get(code), state.code());
  }

  /** Where a decision leads, by the names that people read, such as {@code Backoff Rejoin}. */
  public static String target(WrittenDecision decision) {
    String state =
        Arrays.stream(VoiceState.values())
            .filter(one -> one.code().equals(decision.targetState()))
            .map(VoiceState::title)
            .findFirst()
            .orElseThrow();
    return (state + " " + decision.targetSubstate()).strip();
  }

  /** The codes that end a connection at once in that state. */
  public static List<Integer> ending(VoiceState state) {
    return LINES.keySet().stream()
        .filter(code -> closed(code, state).targetState().equals(VoiceState.FAILED.code()))
        .toList();
  }

  /** The cause with which such a code ends it. */
  public static FailureCause cause(int code, VoiceState state) {
    String title = closed(code, state).targetSubstate();
    return Arrays.stream(FailureCause.values())
        .filter(cause -> cause.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  /** A code that ends a connection at once in that state with this cause, if one does. */
  public static Optional<Integer> ending(VoiceState state, FailureCause cause) {
    return ending(state).stream().filter(code -> cause(code, state) == cause).findFirst();
  }
}
