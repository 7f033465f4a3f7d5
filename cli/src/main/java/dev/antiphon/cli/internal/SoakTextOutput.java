package dev.antiphon.cli.internal;

import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Writes a soak as text, for people: a line every ten seconds, and tables at the end. */
final class SoakTextOutput implements SoakOutput {
  private static final double MEBI = 1 << 20;
  private static final int COLUMNS = 3;

  private final PrintWriter out;
  private final Ansi ansi;

  SoakTextOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  @Override
  public void begin(SoakSettings settings) {
    out.println(
        bold("Antiphon soak:")
            + " %d connections, %d visitors of each call, %d s of faults, %s, %s, seed %d"
                .formatted(
                    settings.connections(),
                    settings.visitors(),
                    settings.time().toSeconds(),
                    settings.tls() ? "TLS" : "no TLS",
                    settings.dave() ? "end-to-end encryption" : "no end-to-end encryption",
                    settings.seed()));
    out.flush();
  }

  @Override
  public void joining(long joined, int connections, Duration elapsed) {
    out.printf(
        Locale.ROOT,
        "Joining: %d of %d connections are established after %.1f s.%n",
        joined,
        connections,
        elapsed.toMillis() / 1e3);
    out.flush();
  }

  @Override
  public void begun(Duration joining) {
    out.printf("All connections joined within %d ms. Faults start now.%n%n", joining.toMillis());
    out.println(
        "      s   faults  established  resumed  rejoined     ends     op 4 frames received");
    out.flush();
  }

  @Override
  public void progress(SoakReport soFar) {
    out.printf(
        Locale.ROOT,
        "%7.1f %8d  %11d %8d  %8d %8d %8d %15d%n",
        soFar.elapsed().toMillis() / 1e3,
        soFar.faultCount(),
        soFar.states().getOrDefault("Established", 0L),
        soFar.resumed().count(),
        soFar.rejoined().count(),
        soFar.ends().values().stream().mapToLong(Long::longValue).sum(),
        soFar.voiceStates(),
        soFar.framesHeard());
    out.flush();
  }

  @Override
  public void end(SoakReport report) {
    counts("Faults", report.faults());
    counts("Transitions by row", report.rows());
    counts("Ends of connections", report.ends());
    counts("Final states", report.states());
    out.println();
    out.println(bold("Figures"));
    recovery("resumed", report.resumed());
    recovery("rejoined", report.rejoined());
    figure("joins", "%d", report.joins());
    figure("op 4 sent", "%d", report.voiceStates());
    figure(
        "frames",
        "%d sent without silence, %d received with silence",
        report.framesSent(),
        report.framesHeard());
    figure(
        "calls",
        "%d, %d frames of speech heard, at least %d by each member",
        report.calls().count(),
        report.calls().heard(),
        report.calls().heardLeast());
    figure(
        "encrypted",
        "%d frames of speech heard, at least %d by each member",
        report.calls().encrypted(),
        report.calls().encryptedLeast());
    figure("visits", "%d", report.visits());
    keys(report.keys());
    figure(
        "renewed", "silent calls that got new sessions, by reason: %s", report.calls().renewed());
    figure("recovered within", "%d ms", report.settling().toMillis());
    figure(
        "processor time",
        "%.1f s in %.1f s",
        report.cpu().toMillis() / 1e3,
        report.elapsed().toMillis() / 1e3);
    figure(
        "audit share",
        "%.2f s, %.2f %%",
        report.auditCpu().toMillis() / 1e3,
        report.auditShare() * 100);
    figure(
        "heap after GC",
        "%.1f MiB, at the start %.1f MiB",
        report.heap() / MEBI,
        report.heapBefore() / MEBI);
    figure("threads", "%d", report.threads());
    silences(report.calls().silences());
    verdict(report);
    out.flush();
  }

  private void keys(SoakReport.WithKeys keys) {
    figure("frames in clear", "%d found by the servers", keys.inClear());
    figure(
        "heard with keys",
        "%d, not heard: %d because the session changed, %d others",
        keys.heard(),
        keys.interrupted(),
        keys.missing());
    figure(
        "  in calm phase",
        "%d, not heard: %d because the session changed, %d others (%d of them by members)",
        keys.calmHeard(),
        keys.calmInterrupted(),
        keys.calmMissing(),
        keys.calmMissingByMembers());
    figure("frames dropped", "%s", keys.dropped());
  }

  private void recovery(String what, SoakReport.Recovery recovery) {
    figure(
        what,
        "%d, 50 %% within %.1f ms, 99 %% within %.1f ms",
        recovery.count(),
        recovery.median().toNanos() / 1e6,
        recovery.p99().toNanos() / 1e6);
  }

  private void figure(String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-16s %s%n", name, String.format(Locale.ROOT, format, values));
  }

  /** Writes counts in columns, the largest count first. */
  private void counts(String title, Map<String, Long> counts) {
    out.println();
    out.println(bold(title));
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    int width = counts.keySet().stream().mapToInt(String::length).max().orElse(1);
    for (int from = 0; from < sorted.size(); from += COLUMNS) {
      StringBuilder line = new StringBuilder();
      for (Map.Entry<String, Long> count :
          sorted.subList(from, Math.min(from + COLUMNS, sorted.size()))) {
        line.append(("  %8d  %-" + width + "s").formatted(count.getValue(), count.getKey()));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private void silences(List<String> silences) {
    if (!silences.isEmpty()) {
      out.println();
      out.println(bold("Silent calls that got new sessions"));
      silences.forEach(silence -> out.println("  " + silence));
    }
  }

  private void verdict(SoakReport report) {
    out.println();
    if (report.held()) {
      out.println(ansi.string("@|bold,green All invariants hold.|@"));
      return;
    }
    out.println(ansi.string("@|bold,red Broken invariants:|@"));
    report.broken().forEach(found -> out.println("  " + found));
  }

  private String bold(String text) {
    return ansi.string("@|bold " + text + "|@");
  }
}
