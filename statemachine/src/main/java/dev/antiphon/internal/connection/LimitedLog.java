package dev.antiphon.internal.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes at most one line in a second. A line that must wait is replaced by the next line of its
 * topic, so the last line of each topic is always written. It says how many lines it replaces. The
 * topics take turns. Runs on the event loop only.
 *
 * @param <T> the topics
 */
final class LimitedLog<T> {
  /** The time between two lines. */
  static final long SPACING_MILLIS = 1_000;

  private final EventLoop loop;
  private final Consumer<String> log;

  /** The lines that wait, the topic that waits longest first. */
  private final Map<T, Line> waiting = new LinkedHashMap<>();

  /** Present during the second after a line. */
  private Optional<ScheduledFuture<?>> timer = Optional.empty();

  private record Line(Supplier<String> text, Runnable written, int replaced) {
    String all() {
      return switch (replaced) {
        case 0 -> text.get();
        case 1 -> text.get() + " (1 change in between)";
        default -> text.get() + " (" + replaced + " changes in between)";
      };
    }
  }

  /** {@code log} writes a line. */
  LimitedLog(EventLoop loop, Consumer<String> log) {
    this.loop = loop;
    this.log = log;
  }

  /**
   * Writes a line now or later.
   *
   * @param text called when the line is written
   * @param written called after the line is written; not called if another line replaces it
   */
  void write(T topic, Supplier<String> text, Runnable written) {
    int replaced = waiting.containsKey(topic) ? waiting.get(topic).replaced() + 1 : 0;
    Line line = new Line(text, written, replaced);
    if (timer.isPresent()) {
      waiting.put(topic, line);
    } else {
      write(line);
    }
  }

  private void write(Line line) {
    log.accept(line.all());
    try {
      timer = Optional.of(loop.schedule(this::writeNext, SPACING_MILLIS, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException ended) {
      timer = Optional.empty();
    }
    line.written().run();
  }

  private void writeNext() {
    timer = Optional.empty();
    var lines = waiting.values().iterator();
    if (lines.hasNext()) {
      Line next = lines.next();
      lines.remove();
      write(next);
    }
  }

  /** Writes the lines that wait, without further calls. */
  void close() {
    timer.ifPresent(running -> running.cancel(false));
    waiting.values().forEach(line -> log.accept(line.all()));
    waiting.clear();
  }
}
