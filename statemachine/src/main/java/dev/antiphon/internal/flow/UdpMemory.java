package dev.antiphon.internal.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state of the UDP path as the flow knows it. Addresses and keys are ordinals of values in the
 * vault; 0 means none.
 *
 * @param modes the encryption modes that can still be chosen, best first
 * @param generation the number of the last path that was opened; 0 before the first one
 * @param held whether the connection still holds this path
 * @param grant the values that Ready assigned
 * @param own the bot's own address, from IP discovery
 * @param key the key in use
 * @param published whether audio may use the path
 */
public record UdpMemory(
    List<EncryptionMode> modes,
    int generation,
    boolean held,
    Grant grant,
    int own,
    int key,
    boolean published) {

  /**
   * The values that Ready assigned.
   *
   * @param ssrc the SSRC of the packets that are sent
   * @param server the address of the voice server
   * @param mode the encryption mode that was chosen; empty before the first Ready
   */
  public record Grant(long ssrc, int server, Optional<EncryptionMode> mode) {
    static final Grant NONE = new Grant(0, Credentials.NONE, Optional.empty());
  }

  /** Copies the modes. */
  public UdpMemory {
    modes = List.copyOf(modes);
  }

  static UdpMemory none(List<EncryptionMode> modes) {
    return new UdpMemory(modes, 0, false, Grant.NONE, Credentials.NONE, Credentials.NONE, false);
  }

  /** Returns the SSRC of the packets that are sent. */
  public long ssrc() {
    return grant.ssrc();
  }

  /** Returns the encryption mode that was chosen. */
  public Optional<EncryptionMode> mode() {
    return grant.mode();
  }

  /** Returns the best mode that both sides support. */
  public Optional<EncryptionMode> choose(Set<EncryptionMode> offered) {
    return modes.stream().filter(offered::contains).findFirst();
  }

  /** Returns whether the generation is the one of the path that is held. */
  public boolean isHeld(int candidate) {
    return held && candidate == generation;
  }

  UdpMemory withModes(List<EncryptionMode> changed) {
    return new UdpMemory(changed, generation, held, grant, own, key, published);
  }

  /** Excludes the mode that was chosen. */
  UdpMemory withoutMode() {
    return withModes(modes.stream().filter(mode -> !mode().equals(Optional.of(mode))).toList());
  }

  UdpMemory granted(Grant newGrant) {
    return new UdpMemory(
        modes, generation, held, newGrant, Credentials.NONE, Credentials.NONE, published);
  }

  UdpMemory opened() {
    return new UdpMemory(modes, generation + 1, true, grant, own, key, false);
  }

  UdpMemory discovered(int newOwn) {
    return new UdpMemory(modes, generation, held, grant, newOwn, key, published);
  }

  UdpMemory keyed(int newKey) {
    return new UdpMemory(modes, generation, held, grant, own, newKey, published);
  }

  UdpMemory withPublished(boolean newPublished) {
    return new UdpMemory(modes, generation, held, grant, own, key, newPublished);
  }

  UdpMemory released() {
    return new UdpMemory(modes, generation, false, grant, own, Credentials.NONE, false);
  }
}
