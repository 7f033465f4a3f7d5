package dev.antiphon.cli;

import dev.antiphon.cli.soak.SoakObserver;
import dev.antiphon.cli.soak.SoakReport;
import dev.antiphon.cli.soak.SoakSettings;

/** Tells a soak: how it goes on, and what stands around it. */
interface SoakTeller extends SoakObserver {
  void prologue(SoakSettings settings);

  void epilogue(SoakReport report);
}
