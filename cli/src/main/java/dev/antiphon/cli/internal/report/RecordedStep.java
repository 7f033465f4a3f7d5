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
 * A step as a file tells of it.
 *
 * @param connection whose step it is
 * @param at wall-clock time
 * @param from the state before
 * @param to the state afterwards
 * @param line the whole of it, of which nothing else is sure to be there
 */
record RecordedStep(String connection, Instant at, VoiceState from, VoiceState to, JsonNode line) {
  private static final int LONGEST_TEXT = 2_000;
  private static final Map<String, VoiceState> STATES =
      Stream.of(VoiceState.values())
          .collect(Collectors.toUnmodifiableMap(VoiceState::title, Function.identity()));

  /** Empty if the line tells neither when it was nor between which states of ours. */
  static Optional<RecordedStep> of(JsonNode line) {
    VoiceState from = STATES.get(line.path("from").asText());
    VoiceState to = STATES.get(line.path("to").asText());
    Optional<Instant> at = time(line);
    return from == null || to == null || at.isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordedStep(line.path("connection").asText(), at.get(), from, to, line));
  }

  /** When a line was written, if it says so and a calendar of four digits can hold it. */
  static Optional<Instant> time(JsonNode line) {
    try {
      Instant at = Instant.parse(line.path("at").asText());
      boolean sound = !at.isBefore(Instant.EPOCH) && at.getEpochSecond() < 253_402_300_800L;
      return sound ? Optional.of(at) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Why {@code to} was entered; may be empty. */
  String reason() {
    return cut(line.path("reason").asText());
  }

  /** A text as the page will hold it: none of ours is as long, and others would only swell it. */
  static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /** Whether the state was left, for another or for itself anew. */
  boolean changesState() {
    return is("transition");
  }

  /** Whether the peer broke the protocol. */
  boolean isViolation() {
    return is("violation");
  }

  private boolean is(String outcome) {
    return line.path("outcome").asText().equals(outcome);
  }
}
