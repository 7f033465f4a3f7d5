package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Writes a soak as JSON Lines, for programs. */
record SoakJsonOutput(JsonLines lines) implements SoakOutput {
  @Override
  public void begin(SoakSettings settings) {
    ObjectNode json = JsonLines.event("soak");
    json.put("seed", settings.seed());
    json.put("connections", settings.connections());
    json.put("visitors", settings.visitors());
    json.put("tls", settings.tls());
    json.put("dave", settings.dave());
    lines.write(json.put("seconds", settings.time().toSeconds()));
  }

  @Override
  public void joining(long joined, int connections, Duration elapsed) {
    ObjectNode json = JsonLines.event("joining").put("joined", joined);
    lines.write(json.put("connections", connections).put("elapsed_ms", elapsed.toMillis()));
  }

  @Override
  public void begun(Duration joining) {
    lines.write(JsonLines.event("begun").put("joining_ms", joining.toMillis()));
  }

  @Override
  public void progress(SoakReport soFar) {
    lines.write(figures(JsonLines.event("progress"), soFar));
  }

  @Override
  public void end(SoakReport report) {
    lines.write(figures(JsonLines.event("result").put("ok", report.held()), report));
  }

  private static ObjectNode figures(ObjectNode json, SoakReport report) {
    json.put("seed", report.seed());
    json.put("elapsed_ms", report.elapsed().toMillis());
    counts(json.putObject("faults"), report.faults());
    counts(json.putObject("states"), report.states());
    json.put("joins", report.joins());
    recovery(json.putObject("resumed"), report.resumed());
    recovery(json.putObject("rejoined"), report.rejoined());
    counts(json.putObject("ends"), report.ends());
    counts(json.putObject("rows"), report.rows());
    json.put("voice_states_sent", report.voiceStates());
    json.put("frames_sent", report.framesSent());
    json.put("frames_heard", report.framesHeard());
    calls(json.putObject("calls"), report.calls());
    json.put("visits", report.visits());
    keys(json.putObject("keys"), report.keys());
    json.put("settling_ms", report.settling().toMillis());
    json.put("cpu_ms", report.cpu().toMillis());
    json.put("audit_cpu_ms", report.auditCpu().toMillis());
    json.put("heap_before", report.heapBefore());
    json.put("heap", report.heap());
    json.put("threads", report.threads());
    report.broken().forEach(json.putArray("broken")::add);
    return json;
  }

  private static void counts(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }

  private static void calls(ObjectNode json, SoakReport.Calls calls) {
    json.put("count", calls.count());
    json.put("heard", calls.heard());
    json.put("heard_least", calls.heardLeast());
    json.put("encrypted", calls.encrypted());
    json.put("encrypted_least", calls.encryptedLeast());
    counts(json.putObject("renewed"), calls.renewed());
    calls.silences().forEach(json.putArray("silences")::add);
  }

  private static void keys(ObjectNode json, SoakReport.WithKeys keys) {
    json.put("frames_in_clear", keys.inClear());
    json.put("heard", keys.heard());
    json.put("interrupted", keys.interrupted());
    json.put("missing", keys.missing());
    json.put("calm_heard", keys.calmHeard());
    json.put("calm_interrupted", keys.calmInterrupted());
    json.put("calm_missing", keys.calmMissing());
    json.put("calm_missing_by_members", keys.calmMissingByMembers());
    counts(json.putObject("dropped"), keys.dropped());
  }

  private static void recovery(ObjectNode json, SoakReport.Recovery recovery) {
    json.put("count", recovery.count());
    json.put("median_ms", millis(recovery.median()));
    json.put("p99_ms", millis(recovery.p99()));
  }

  /** Milliseconds with a precision of one microsecond. */
  private static double millis(Duration time) {
    long micros = TimeUnit.NANOSECONDS.toMicros(time.toNanos());
    return micros / 1e3;
  }
}
