package dev.antiphon.statemachine.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the flow knows of its UDP path.
 *
 * @param modes the encryption modes still worth a try, best first
 * @param generation the number of the last path opened; 0 before the first
 * @param held whether that path is still ours
 * @param ssrc the synchronisation source that Ready gave us
 * @param mode the encryption mode chosen
 * @param key ordinal of the key in use, or {@link Credentials#NONE}
 * @param published whether audio may use the path
 */
public record UdpMemory(
    List<EncryptionMode> modes,
    int generation,
    boolean held,
    long ssrc,
    Optional<EncryptionMode> mode,
    int key,
    boolean published) {

  /** Takes a copy of the modes. */
  public UdpMemory {
    modes = List.copyOf(modes);
  }

  static UdpMemory none(List<EncryptionMode> modes) {
    return new UdpMemory(modes, 0, false, 0, Optional.empty(), Credentials.NONE, false);
  }

  /** The best mode that both sides can speak. */
  public Optional<EncryptionMode> choose(Set<EncryptionMode> offered) {
    return modes.stream().filter(offered::contains).findFirst();
  }

  /** Whether the generation is that of the path held now. */
  public boolean isHeld(int candidate) {
    return held && candidate == generation;
  }

  UdpMemory granted(long newSsrc, EncryptionMode chosen) {
    return new UdpMemory(
        modes, generation, held, newSsrc, Optional.of(chosen), Credentials.NONE, published);
  }

  UdpMemory opened() {
    return new UdpMemory(modes, generation + 1, true, ssrc, mode, key, false);
  }

  UdpMemory keyed(int newKey) {
    return new UdpMemory(modes, generation, held, ssrc, mode, newKey, published);
  }

  UdpMemory withPublished(boolean newPublished) {
    return new UdpMemory(modes, generation, held, ssrc, mode, key, newPublished);
  }

  UdpMemory released() {
    return new UdpMemory(modes, generation, false, ssrc, mode, Credentials.NONE, false);
  }
}
