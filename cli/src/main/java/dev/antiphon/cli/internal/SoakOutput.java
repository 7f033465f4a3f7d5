package dev.antiphon.cli.internal;

import dev.antiphon.cli.internal.soak.SoakObserver;
import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;

/** The output of a soak: its progress, and the text before and after it. */
interface SoakOutput extends SoakObserver {
  void begin(SoakSettings settings);

  void end(SoakReport report);
}
