package dev.antiphon.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The bits of {@link Speaking#speaking()}.
 *
 * <p>Source: Discord documentation, Voice Connections, "Speaking".
 */
public enum SpeakingFlag {
  /** Normal transmission of voice. */
  MICROPHONE(1),
  /** Context audio of a video, without speaking indicator. */
  SOUNDSHARE(2),
  /** Priority speaker, lowering the volume of the others. */
  PRIORITY(4);

  private final int bit;

  SpeakingFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit: a power of two. */
  public int bit() {
    return bit;
  }

  /** The bitmask of these flags; 0 for none. */
  public static int mask(Set<SpeakingFlag> flags) {
    int mask = 0;
    for (SpeakingFlag flag : flags) {
      mask |= flag.bit;
    }
    return mask;
  }

  /** The flags in this bitmask, unmodifiable; unknown bits are left out. */
  public static Set<SpeakingFlag> of(int mask) {
    EnumSet<SpeakingFlag> flags = EnumSet.noneOf(SpeakingFlag.class);
    for (SpeakingFlag flag : values()) {
      if ((mask & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return Collections.unmodifiableSet(flags);
  }
}
