package dev.antiphon.cli.internal;

import dev.antiphon.cli.internal.soak.SoakObserver;
import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;

/** Tells a soak: how it goes on, and what stands around it. */
interface SoakTeller extends SoakObserver {
  void prologue(SoakSettings settings);

  void epilogue(SoakReport report);
}
