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

/** Tells a soak to people: a line every ten seconds, and a table in the end. */
final class SoakStory implements SoakTeller {
  private static final double MEBI = 1 << 20;
  private static final int COLUMNS = 3;

  private final PrintWriter out;
  private final Ansi ansi;

  SoakStory(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  @Override
  public void prologue(SoakSettings settings) {
    out.println(
        bold("Antiphon soak:")
            + " %d connections, %d s of faults, %s, seed %d"
                .formatted(
                    settings.connections(),
                    settings.time().toSeconds(),
                    settings.tls() ? "TLS" : "plain",
                    settings.seed()));
    out.flush();
  }

  @Override
  public void begun(Duration joining) {
    out.printf("All have joined within %d ms; faults begin.%n%n", joining.toMillis());
    out.println(
        "      s   faults  established  resumed  rejoined     ends     op 4    frames heard");
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
  public void epilogue(SoakReport report) {
    counts("Faults", report.faults());
    counts("Transitions by row", report.rows());
    counts("Ends", report.ends());
    counts("States in the end", report.states());
    out.println();
    out.println(bold("Figures"));
    recovery("resumed", report.resumed());
    recovery("rejoined", report.rejoined());
    figure("joins", "%d", report.joins());
    figure("op 4 sent", "%d", report.voiceStates());
    figure("frames", "%d sent, %d heard", report.framesSent(), report.framesHeard());
    figure("settled within", "%d ms", report.settling().toMillis());
    figure(
        "processor time",
        "%.1f s in %.1f s",
        report.cpu().toMillis() / 1e3,
        report.elapsed().toMillis() / 1e3);
    figure(
        "of it the audit",
        "%.2f s, %.2f %%",
        report.auditCpu().toMillis() / 1e3,
        report.auditShare() * 100);
    figure(
        "heap after GC",
        "%.1f MiB, at the beginning %.1f MiB",
        report.heap() / MEBI,
        report.heapBefore() / MEBI);
    figure("threads", "%d", report.threads());
    verdict(report);
    out.flush();
  }

  private void recovery(String what, SoakReport.Recovery recovery) {
    figure(
        what,
        "%d, half of them within %.1f ms, 99 of 100 within %.1f ms",
        recovery.count(),
        recovery.median().toNanos() / 1e6,
        recovery.p99().toNanos() / 1e6);
  }

  private void figure(String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-16s %s%n", name, String.format(Locale.ROOT, format, values));
  }

  /** The most frequent first, in columns. */
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

  private void verdict(SoakReport report) {
    out.println();
    if (report.held()) {
      out.println(ansi.string("@|bold,green Every invariant held.|@"));
      return;
    }
    out.println(ansi.string("@|bold,red Broken:|@"));
    report.broken().forEach(found -> out.println("  " + found));
  }

  private String bold(String text) {
    return ansi.string("@|bold " + text + "|@");
  }
}
