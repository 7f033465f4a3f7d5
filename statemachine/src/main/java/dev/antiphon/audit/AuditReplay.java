package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.audit.FlowJson;
import dev.antiphon.internal.audit.StepFigures;
import dev.antiphon.internal.audit.UnknownNameException;
import dev.antiphon.internal.audit.UnreadableException;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Comparison;
import dev.antiphon.machine.Difference;
import dev.antiphon.machine.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Executes every step of an audit file again with the transition table of this version of the
 * library, and compares the results. Steps of the end-to-end encryption are not executed. They are
 * only compared with the rows of their own transition table. This class is not thread-safe.
 */
public final class AuditReplay {
  private static final String VERSION_1 =
      "version 1 of the format cannot be replayed: it was written with an older transition table;"
          + " replay it with a version of Antiphon that writes version 1";

  private static final Comparison<JsonNode, FlowDecision> COMPARISON =
      Comparison.<JsonNode, FlowDecision>empty()
          .with("row", text("row"), taken -> taken.row().id())
          .with("from", text("from"), taken -> taken.from().title())
          .with("to", text("to"), taken -> taken.to().title())
          .with("on", text("on"), taken -> taken.kind().title())
          .with("outcome", text("outcome"), taken -> taken.row().outcome().title())
          .with(
              "reason",
              line -> Optional.ofNullable(line.path("reason").textValue()),
              taken -> taken.row().substate().map(Substate::title))
          .with("effects", AuditReplay::effects, StepFigures::effects)
          .with("attempt", line -> line.path("attempt").asInt(), StepFigures::attempt)
          .with(
              "delay",
              AuditReplay::delay,
              taken -> StepFigures.delay(taken).map(Duration::toMillis))
          .with(
              "generation",
              line -> line.path("generation").asInt(),
              taken -> taken.memory().socket().generation())
          .with(
              "audio",
              line -> line.path("audio").asBoolean(),
              taken -> taken.memory().udp().published());

  private final Path file;
  private final Map<String, Run> runs = new HashMap<>();
  private final EncryptionReplay encryption = new EncryptionReplay();
  private long steps;
  private long connections;
  private Optional<AuditVerdict.Place> unexplained = Optional.empty();

  /**
   * The result of a replay.
   *
   * @param steps the number of steps that the replay reproduced
   * @param connections the number of connections that were replayed
   * @param encryptionSteps the number of encryption steps that match a row of their transition
   *     table
   * @param unexplained the first step that cannot be read or has another result in this version
   */
  public record Outcome(
      long steps,
      long connections,
      long encryptionSteps,
      Optional<AuditVerdict.Place> unexplained) {}

  /** The replay of one connection, and the number of its next step. */
  private static final class Run {
    private final Replay<Snapshot, JsonNode, FlowDecision> replay;
    private long next;

    Run(FlowLimits limits, Snapshot first, long next) {
      VoiceFlow flow = new VoiceFlow(limits);
      this.replay =
          new Replay<>(
              first,
              (now, line) ->
                  flow.decide(now, FlowJson.read(line.path("payload"), VoiceEvent.class)),
              FlowDecision::after,
              COMPARISON);
      this.next = next;
    }
  }

  private AuditReplay(Path file) {
    this.file = file;
  }

  /**
   * Replays a file. It does not verify the hash chain.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
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
        if (line.isEmpty() || !AuditLine.isReadable(line.get().json())) {
          fail(1, AuditLines.EXPECTED);
        } else if (AuditLine.version(line.get().json()) == 1) {
          fail(1, VERSION_1);
        }
        while (unexplained.isEmpty() && line.isPresent()) {
          takeAny(reader.number(), line.get().json());
          line = reader.next();
        }
      } catch (AuditException refused) {
        fail(reader.number(), String.valueOf(refused.getMessage()));
      }
    }
  }

  /** Replays one line. A line that Antiphon did not write can cause any exception of the flow. */
  private void takeAny(long place, JsonNode line) {
    try {
      take(place, line);
    } catch (AuditException refused) {
      throw refused;
    } catch (UnknownNameException newer) {
      fail(place, new Difference.Unknown(newer.what(), newer.unknownName()).sentence());
    } catch (UnreadableException refused) {
      fail(place, String.valueOf(refused.getMessage()));
    } catch (RuntimeException impossible) {
      fail(place, "the transition table cannot execute this step: " + impossible);
    }
  }

  private void take(long place, JsonNode line) {
    switch (line.path("event").asText()) {
      case "connection" -> begin(line);
      case "transition" -> step(place, line);
      case EncryptionJson.EVENT ->
          encryption.take(line).ifPresent(what -> fail(place, what.sentence()));
      default -> {
        // Other lines do not change the memory of a connection.
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
      fail(place, "the file does not contain the connection's memory before this step");
      return;
    }
    Optional<Difference> difference = unknownRow(line).or(() -> run.replay.take(line));
    if (difference.isPresent()) {
      fail(place, difference.get().sentence());
      return;
    }
    steps++;
    run.next++;
  }

  private static Optional<Difference> unknownRow(JsonNode line) {
    String row = line.path("row").asText();
    return VoiceFlow.hasRow(row)
        ? Optional.empty()
        : Optional.of(new Difference.Unknown("row", row));
  }

  private static Function<JsonNode, String> text(String field) {
    return line -> line.path(field).asText();
  }

  private static List<String> effects(JsonNode line) {
    List<String> recorded = new ArrayList<>();
    line.path("effects").forEach(effect -> recorded.add(effect.asText()));
    return recorded;
  }

  private static Optional<Long> delay(JsonNode line) {
    return line.has("delay_ms") ? Optional.of(line.path("delay_ms").asLong()) : Optional.empty();
  }

  private void fail(long line, String what) {
    unexplained = Optional.of(new AuditVerdict.Place(file, line, what));
  }
}
