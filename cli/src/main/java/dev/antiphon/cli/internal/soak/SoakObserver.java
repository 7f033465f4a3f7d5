package dev.antiphon.cli.internal.soak;

import java.time.Duration;

/** Observer of a soak test. Called on the thread that runs the test. */
public interface SoakObserver {

  /**
   * Called every two seconds while the connections join, and when they have not joined within the
   * limit.
   *
   * @param joined the number of established connections
   * @param connections the number of all connections
   * @param elapsed the time since the first join
   */
  void joining(long joined, int connections, Duration elapsed);

  /**
   * All connections are established and hear each other, and the faults begin. {@code joining} is
   * the time of the joins.
   */
  void begun(Duration joining);

  /** Called every ten seconds, and when the faults have ended. */
  void progress(SoakReport soFar);
}
