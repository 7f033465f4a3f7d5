package dev.antiphon.internal.flow;

/**
 * The end-to-end encryption as the flow knows it.
 *
 * @param session the generation of the WebSocket over which Identify was sent; 0 while there is no
 *     session that can be used or resumed
 * @param keys the last reported status of the keys
 * @param recovered whether the session was asked to recover during this wait for keys
 * @param unstable whether the time until the connection counts as stable begins when keys arrive
 */
public record EncryptionMemory(int session, KeyStatus keys, boolean recovered, boolean unstable) {

  static final EncryptionMemory NONE = begun(0);

  /** Returns the memory of a new session. */
  static EncryptionMemory begun(int session) {
    return new EncryptionMemory(session, KeyStatus.AVAILABLE, false, false);
  }

  /** Stores a reported status. A wait ends when frames can be encrypted. */
  EncryptionMemory with(KeyStatus reported) {
    return new EncryptionMemory(session, reported, recovered && reported.isAwaited(), unstable);
  }

  /** Whether the session can still help itself. It is asked once in a wait for keys. */
  boolean mayRecover() {
    return !recovered && keys != KeyStatus.SPENT && keys != KeyStatus.OTHER_CHANNEL;
  }

  EncryptionMemory withRecoveryAsked() {
    return new EncryptionMemory(session, keys, true, unstable);
  }

  EncryptionMemory withUnstable(boolean changed) {
    return new EncryptionMemory(session, keys, recovered, changed);
  }
}
