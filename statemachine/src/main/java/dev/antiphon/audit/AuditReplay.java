package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes every step of an audit file again, by the table of this version, and compares; steps of the
 * end-to-end encryption are only looked up in theirs. Not for several threads at once.
 */
public final class AuditReplay {
  private final Path file;
  private final Map<String, Run> runs = new HashMap<>();
  private final EncryptionReplay encryption = new EncryptionReplay();
  private long steps;
  private long connections;
  private Optional<AuditVerdict.Place> unexplained = Optional.empty();

  /**
   * What a replay has shown.
   *
   * @param steps how many steps were explained
   * @param connections how many connections took them
   * @param encryptionSteps how many steps of their end-to-end encryption are as its table says
   * @param unexplained the first step that this version's table takes otherwise, or that cannot be
   *     read
   */
  public record Outcome(
      long steps,
      long connections,
      long encryptionSteps,
      Optional<AuditVerdict.Place> unexplained) {}

  /** A connection so far. */
  private static final class Run {
    private final VoiceFlow flow;
    private Snapshot now;
    private long next;

    Run(FlowLimits limits, Snapshot now, long next) {
      this.flow = new VoiceFlow(limits);
      this.now = now;
      this.next = next;
    }
  }

  private AuditReplay(Path file) {
    this.file = file;
  }

  /**
   * Replays a file; whether it is whole is not asked.
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Outcome of(Path file) {
    AuditReplay replay = new AuditReplay(file);
    replay.run();
    return new Outcome(
        replay.steps, replay.connections, replay.encryption.steps(), replay.unexplained);
  }

  private void run() {
    try (AuditReader reader = new AuditReader(file)) {
      try {
        Optional<AuditLine> line = reader.next();
        if (line.isEmpty() || !AuditLine.isOurs(line.get().json())) {
          fail(1, "expected the format " + AuditLines.FORMAT + ", version " + AuditLines.VERSION);
        }
        while (unexplained.isEmpty() && line.isPresent()) {
          takeAny(reader.number(), line.get().json());
          line = reader.next();
        }
      } catch (AuditException refused) {
        fail(reader.number(), refused.getMessage());
      }
    }
  }

  /** What no writer of ours has written can fail anywhere in the flow. */
  private void takeAny(long place, JsonNode line) {
    try {
      take(place, line);
    } catch (AuditException refused) {
      throw refused;
    } catch (RuntimeException impossible) {
      fail(place, "the table cannot take this step: " + impossible);
    }
  }

  private void take(long place, JsonNode line) {
    switch (line.path("event").asText()) {
      case "connection" -> begin(line);
      case "transition" -> step(place, line);
      case EncryptionJson.EVENT -> encryption.take(line).ifPresent(what -> fail(place, what));
      default -> {
        // None changes what a connection has in mind.
      }
    }
  }

  private void begin(JsonNode line) {
    String connection = line.path("connection").asText();
    if (!runs.containsKey(connection)) {
      connections++;
    }
    runs.put(
        connection,
        new Run(
            FlowJson.read(line.path("limits"), FlowLimits.class),
            new Snapshot(
                FlowJson.read(line.path("at"), FlowState.class),
                FlowJson.read(line.path("memory"), FlowMemory.class)),
            line.path("sequence").asLong()));
  }

  private void step(long place, JsonNode line) {
    Run run = runs.get(line.path("connection").asText());
    long sequence = line.path("sequence").asLong();
    if (run == null || run.next != sequence) {
      fail(place, "nothing says what the connection had in mind before this step");
      return;
    }
    VoiceEvent event = FlowJson.read(line.path("payload"), VoiceEvent.class);
    FlowDecision taken = run.flow.decide(run.now, event);
    Optional<String> difference = difference(line, taken);
    if (difference.isPresent()) {
      fail(place, difference.get());
      return;
    }
    steps++;
    run.now = taken.after();
    run.next++;
  }

  private static Optional<String> difference(JsonNode line, FlowDecision taken) {
    FlowMemory memory = taken.memory();
    Optional<String> reason = FlowRows.reason(taken.row()).map(Substate::title);
    List<String> effects = taken.effects().stream().map(EffectText::of).toList();
    List<String> recorded = new ArrayList<>();
    line.path("effects").forEach(effect -> recorded.add(effect.asText()));
    return Stream.of(
            differs("row", line.path("row").asText(), taken.row().id()),
            differs("from", line.path("from").asText(), taken.from().title()),
            differs("to", line.path("to").asText(), taken.to().title()),
            differs("outcome", line.path("outcome").asText(), Transition.outcome(taken)),
            differs("reason", Optional.ofNullable(line.path("reason").textValue()), reason),
            differs("effects", recorded, effects),
            differs("attempt", line.path("attempt").asInt(), Transition.attempt(memory.retries())),
            differs("delay", delay(line), Transition.delay(taken).map(Duration::toMillis)),
            differs("generation", line.path("generation").asInt(), memory.socket().generation()),
            differs("audio", line.path("audio").asBoolean(), memory.udp().published()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Long> delay(JsonNode line) {
    return line.has("delay_ms") ? Optional.of(line.path("delay_ms").asLong()) : Optional.empty();
  }

  private static Optional<String> differs(String what, Object recorded, Object taken) {
    return recorded.equals(taken)
        ? Optional.empty()
        : Optional.of(
            "this version takes the step otherwise: "
                + what
                + " "
                + taken
                + ", but recorded is "
                + recorded);
  }

  private void fail(long line, String what) {
    unexplained = Optional.of(new AuditVerdict.Place(file, line, what));
  }
}
