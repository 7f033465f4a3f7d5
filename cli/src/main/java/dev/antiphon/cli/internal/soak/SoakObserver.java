package dev.antiphon.cli.internal.soak;

import java.time.Duration;

/** Observer of a soak test. Called on the thread that runs the test. */
public interface SoakObserver {

  /**
   * All connections are established, and the faults begin. {@code joining} is the time of the
   * joins.
   */
  void begun(Duration joining);

  /** Called every ten seconds, and when the faults have ended. */
  void progress(SoakReport soFar);
}
