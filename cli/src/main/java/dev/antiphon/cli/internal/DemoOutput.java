package dev.antiphon.cli.internal;

import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;

/** Tells the demo: what happens in its scenes, and what stands around them. */
interface DemoTeller extends SceneObserver {
  void prologue(SoundFile sound);

  void heading(int number, int of, EncryptionMode mode);

  void outcome(EncryptionMode mode, DemoScene.Outcome outcome);

  /** Only when no scene had a difference. */
  void epilogue(int scenes, int equal, Duration total);
}
