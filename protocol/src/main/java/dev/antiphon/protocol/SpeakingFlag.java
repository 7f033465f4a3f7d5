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
  /** The audio of a shared video. Discord shows no speaking indicator. */
  SOUNDSHARE(2),
  /** Priority speaker. Discord lowers the volume of other speakers. */
  PRIORITY(4);

  private final int bit;

  SpeakingFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit in the bitmask, a power of two. */
  public int bit() {
    return bit;
  }

  /** Returns the bitmask of these flags; 0 for an empty set. */
  public static int mask(Set<SpeakingFlag> flags) {
    int mask = 0;
    for (SpeakingFlag flag : flags) {
      mask |= flag.bit;
    }
    return mask;
  }

  /** Returns the flags in this bitmask as an unmodifiable set. Unknown bits are ignored. */
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
