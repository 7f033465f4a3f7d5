package dev.antiphon.spec.summary;

import dev.antiphon.audit.TransitionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Counts how often real connections have taken each row, after all tests of this JVM have run. A
 * JFR recording (Java Flight Recorder) stores the steps on disk until then.
 */
public final class VisitedRowsListener implements LauncherSessionListener {
  /** The check that these figures belong to. The number of the JVM follows the name. */
  static final String ROWS = "rows-visited";

  private static final String LOSS = "jdk.DataLoss";

  private final boolean enabled = Boolean.getBoolean("antiphon.rows.watched");
  private Recording recording;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (enabled) {
      recording = new Recording();
      recording.enable(TransitionEvent.class);
      recording.enable(LOSS);
      recording.start();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (enabled) {
      try (Recording ended = recording) {
        ended.stop();
        Figures.write(ROWS + "-" + System.getProperty("antiphon.fork"), rows(ended));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Map<String, Long> rows(Recording ended) throws IOException {
    Path file = Files.createTempFile("antiphon", ".jfr");
    try {
      ended.dump(file);
      return rows(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, Long> rows(Path file) throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        RecordedEvent event = recorded.readEvent();
        if (event.getEventType().getName().equals(LOSS)) {
          throw new IOException("the JFR recording has lost steps: " + event);
        }
        rows.merge(event.getString("row"), 1L, Long::sum);
      }
    }
    return rows;
  }
}
