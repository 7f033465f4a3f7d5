package dev.antiphon.cli.internal.soak;

import java.time.Duration;

/** Hears how a soak goes on. Called on the thread that runs it. */
public interface SoakObserver {

  /** Everything stands, and faults begin. */
  void begun(Duration joining);

  /** Every ten seconds, and when the faults have ended. */
  void progress(SoakReport soFar);
}
