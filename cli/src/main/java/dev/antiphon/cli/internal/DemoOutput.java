package dev.antiphon.cli.internal;

import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;

/** The output of the demo: the events of its scenes, and the text before and after them. */
interface DemoOutput extends SceneObserver {
  void begin(SoundFile sound);

  void heading(int number, int of, EncryptionMode mode);

  void outcome(EncryptionMode mode, DemoScene.Outcome outcome);

  /** Called only if no scene had a difference. */
  void end(int scenes, int equal, Duration total);
}
