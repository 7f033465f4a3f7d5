package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.audit.AuditVerdict;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data of the page, as one JSON object. Times are microseconds since the first line. */
final class ReportData {
  private static final int MAX_NOTES = 100;

  private final List<Path> files;
  private final AuditVerdict verdict;
  private final AuditStatistics statistics;
  private final long shown;

  /** Creates the data. Only the last {@code shown} steps are written. */
  ReportData(List<Path> files, AuditVerdict verdict, AuditStatistics statistics, long shown) {
    this.files = files;
    this.verdict = verdict;
    this.statistics = statistics;
    this.shown = shown;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("files");
    for (Path file : files) {
      json.writeString(name(file));
    }
    json.writeEndArray();
    writeFigures(json);
    writeEnds(json);
    writeKeyWaits(json);
    writeGaps(json);
    writeVerdict(json);
    writeFlow(json);
    writeSteps(json);
    json.writeEndObject();
  }

  private void writeFigures(JsonGenerator json) throws IOException {
    json.writeNumberField("first", begin().toEpochMilli());
    json.writeNumberField("last", since(statistics.last().orElse(begin())));
    json.writeNumberField("steps", statistics.steps());
    json.writeNumberField("encryption", statistics.encryptionSteps());
    json.writeNumberField("left_out", leftOut());
    json.writeNumberField("connections", statistics.connections());
    json.writeNumberField("open", statistics.open());
    json.writeNumberField("resumes", statistics.resumes());
    json.writeNumberField("rejoins", statistics.rejoins());
    json.writeNumberField("violations", statistics.violations());
    json.writeNumberField("unreadable", statistics.unreadable());
  }

  private void writeEnds(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("ends");
    for (Map.Entry<AuditStatistics.End, Long> end : statistics.ends().entrySet()) {
      json.writeStartObject();
      json.writeNumberField("state", end.getKey().state().ordinal());
      json.writeStringField("reason", end.getKey().reason());
      json.writeNumberField("count", end.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeKeyWaits(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("key_waits");
    for (Map.Entry<String, KeyWaitStatistics.Waits> waits : statistics.keyWaits().entrySet()) {
      json.writeStartObject();
      json.writeStringField("reason", RecordedStep.cut(waits.getKey()));
      json.writeNumberField("count", waits.getValue().count());
      json.writeNumberField("longest", StepColumns.micros(waits.getValue().longest()));
      json.writeNumberField("total", StepColumns.micros(waits.getValue().total()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeGaps(JsonGenerator json) throws IOException {
    json.writeNumberField("lost", statistics.lost());
    json.writeArrayFieldStart("gaps");
    for (AuditStatistics.Gap gap : statistics.gaps()) {
      json.writeStartObject();
      json.writeNumberField("at", since(gap.at()));
      json.writeNumberField("lost", gap.lost());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeVerdict(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("verdict");
    json.writeBooleanField("sealed", verdict.sealed());
    json.writeNumberField("lines", verdict.lines());
    json.writeStringField("head", verdict.head());
    json.writeNumberField("signatures", verdict.signatures().size());
    if (verdict.flaw().isPresent()) {
      json.writeFieldName("flaw");
      writePlace(json, verdict.flaw().get());
    }
    json.writeArrayFieldStart("notes");
    for (AuditVerdict.Place note : verdict.notes().stream().limit(MAX_NOTES).toList()) {
      writePlace(json, note);
    }
    json.writeEndArray();
    json.writeNumberField("notes_left_out", Math.max(0, verdict.notes().size() - MAX_NOTES));
    json.writeEndObject();
  }

  private static void writePlace(JsonGenerator json, AuditVerdict.Place place) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", name(place.file()));
    json.writeNumberField("line", place.line());
    json.writeStringField("what", place.what());
    json.writeEndObject();
  }

  /** Writes the states, and the pairs of states that have a transition in the table. */
  private static void writeFlow(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("states");
    for (VoiceState state : VoiceState.values()) {
      json.writeString(state.title());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ways");
    List<List<Integer>> ways =
        VoiceFlow.TABLE.rows().stream()
            .filter(Row::changesState)
            .map(row -> List.of(FlowRows.from(row).ordinal(), FlowRows.to(row).ordinal()))
            .distinct()
            .toList();
    for (List<Integer> way : ways) {
      json.writeArray(new int[] {way.get(0), way.get(1)}, 0, 2);
    }
    json.writeEndArray();
  }

  private void writeSteps(JsonGenerator json) throws IOException {
    StepColumns columns = new StepColumns(begin());
    columns.writeNames(json);
    json.writeArrayFieldStart("taken");
    long[] passed = {0};
    AuditFileLines.read(
        files,
        line -> {
          Optional<RecordedStep> step = step(line);
          if (step.isPresent() && ++passed[0] > leftOut() && passed[0] <= statistics.steps()) {
            columns.write(json, step.get());
          }
          return true;
        });
    json.writeEndArray();
    columns.writeWords(json);
  }

  private static Optional<RecordedStep> step(JsonNode line) {
    return line.path("event").asText().equals("transition")
        ? RecordedStep.of(line)
        : Optional.empty();
  }

  private long leftOut() {
    return Math.max(0, statistics.steps() - shown);
  }

  /** The first time, rounded to milliseconds, because dates of browsers have milliseconds. */
  private Instant begin() {
    return Instant.ofEpochMilli(statistics.first().orElse(Instant.EPOCH).toEpochMilli());
  }

  private long since(Instant at) {
    return StepColumns.micros(begin(), at);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
