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
 * The expected decisions of the flow, from {@code flow-decisions.tsv}. Another test compares the
 * table with this file. Tests on real sockets read their expectations from here.
 */
public final class Decisions {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path FILE =
      ROOT.resolve("statemachine/src/test/resources/flow-decisions.tsv");
  private static final Path CODES =
      ROOT.resolve("spec-tests/src/test/resources/dev/antiphon/spec/wire/close-codes.tsv");

  /** The guards that hold before the first attempt. */
  private static final Set<String> BEFORE_FIRST_ATTEMPT =
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

  /** Returns every close code of the tests, with its line of the table. */
  public static Map<Integer, String> closeCodes() {
    return LINES;
  }

  /** Returns the expected decision for a close in a state before the first attempt. */
  public static WrittenDecision closed(int code, VoiceState state) {
    return WRITTEN
        .first(LINES.get(code), state.code(), BEFORE_FIRST_ATTEMPT::contains)
        .orElseThrow();
  }

  /** Returns the expected alternatives for a close in a state, in order. */
  public static List<WrittenDecision> alternatives(int code, VoiceState state) {
    return WRITTEN.cell(LINES.get(code), state.code());
  }

  /** Returns the state after a decision, by title, such as {@code Backoff Rejoin}. */
  public static String target(WrittenDecision decision) {
    String state =
        Arrays.stream(VoiceState.values())
            .filter(one -> one.code().equals(decision.targetState()))
            .map(VoiceState::title)
            .findFirst()
            .orElseThrow();
    return (state + " " + decision.targetSubstate()).strip();
  }

  /** Returns the codes that fail a connection at once in this state. */
  public static List<Integer> ending(VoiceState state) {
    return LINES.keySet().stream()
        .filter(code -> closed(code, state).targetState().equals(VoiceState.FAILED.code()))
        .toList();
  }

  /** Returns the cause of the failure after such a code. */
  public static FailureCause cause(int code, VoiceState state) {
    String title = closed(code, state).targetSubstate();
    return Arrays.stream(FailureCause.values())
        .filter(cause -> cause.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  /** Returns a code that fails a connection at once in this state with this cause. */
  public static Optional<Integer> ending(VoiceState state, FailureCause cause) {
    return ending(state).stream().filter(code -> cause(code, state) == cause).findFirst();
  }
}
