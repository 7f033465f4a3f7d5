package dev.antiphon.internal.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the flow knows of its UDP path. Addresses and keys are ordinals into the vault, 0 for none.
 *
 * @param modes the encryption modes still worth a try, best first
 * @param generation the number of the last path opened; 0 before the first
 * @param held whether that path is still ours
 * @param grant what Ready gave us
 * @param own our own address, as discovered
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
   * What Ready gave us.
   *
   * @param ssrc the synchronisation source of what we send
   * @param server the address of the voice server
   * @param mode the encryption mode that we chose; empty before the first Ready
   */
  public record Grant(long ssrc, int server, Optional<EncryptionMode> mode) {
    static final Grant NONE = new Grant(0, Credentials.NONE, Optional.empty());
  }

  /** Takes a copy of the modes. */
  public UdpMemory {
    modes = List.copyOf(modes);
  }

  static UdpMemory none(List<EncryptionMode> modes) {
    return new UdpMemory(modes, 0, false, Grant.NONE, Credentials.NONE, Credentials.NONE, false);
  }

  /** The synchronisation source of what we send. */
  public long ssrc() {
    return grant.ssrc();
  }

  /** The encryption mode that was chosen. */
  public Optional<EncryptionMode> mode() {
    return grant.mode();
  }

  /** The best mode that both sides can speak. */
  public Optional<EncryptionMode> choose(Set<EncryptionMode> offered) {
    return modes.stream().filter(offered::contains).findFirst();
  }

  /** Whether the generation is that of the path held now. */
  public boolean isHeld(int candidate) {
    return held && candidate == generation;
  }

  UdpMemory withModes(List<EncryptionMode> changed) {
    return new UdpMemory(changed, generation, held, grant, own, key, published);
  }

  /** Without the mode that was chosen. */
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
