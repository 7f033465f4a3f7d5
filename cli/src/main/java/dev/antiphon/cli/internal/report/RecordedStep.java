package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.VoiceState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step in an audit file.
 *
 * @param connection the id of the connection
 * @param at the wall-clock time
 * @param from the state before the step
 * @param to the state after the step
 * @param line the whole line; all other fields can be missing
 */
record RecordedStep(String connection, Instant at, VoiceState from, VoiceState to, JsonNode line) {
  private static final int LONGEST_TEXT = 2_000;
  private static final Map<String, VoiceState> STATES =
      Stream.of(VoiceState.values())
          .collect(Collectors.toUnmodifiableMap(VoiceState::title, Function.identity()));

  /** Reads a step; empty if the line has no valid time or unknown states. */
  static Optional<RecordedStep> of(JsonNode line) {
    VoiceState from = STATES.get(line.path("from").asText());
    VoiceState to = STATES.get(line.path("to").asText());
    Optional<Instant> at = time(line);
    return from == null || to == null || at.isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordedStep(line.path("connection").asText(), at.get(), from, to, line));
  }

  /** The time of a line; empty if it is missing, or if its year does not have four digits. */
  static Optional<Instant> time(JsonNode line) {
    try {
      Instant at = Instant.parse(line.path("at").asText());
      boolean valid = !at.isBefore(Instant.EPOCH) && at.getEpochSecond() < 253_402_300_800L;
      return valid ? Optional.of(at) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The reason for entering {@code to}; can be empty. */
  String reason() {
    return cut(line.path("reason").asText());
  }

  /**
   * Cuts a text for the page. Antiphon does not write texts of this length, but another program
   * could.
   */
  static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /** Whether the step is a transition, to another state or to the same state again. */
  boolean changesState() {
    return is("transition");
  }

  /** Whether the peer violated the protocol. */
  boolean isViolation() {
    return is("violation");
  }

  private boolean is(String outcome) {
    return line.path("outcome").asText().equals(outcome);
  }
}
