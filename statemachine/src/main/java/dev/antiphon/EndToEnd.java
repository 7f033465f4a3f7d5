package dev.antiphon;

/**
 * How an application wants its audio to be encrypted end to end (DAVE). Set with {@link
 * VoiceOptions.Builder#endToEnd}.
 *
 * <p>A voice server can switch a call to no end-to-end encryption, for example while a member
 * without DAVE is present. The values differ in what happens then.
 */
public enum EndToEnd {
  /**
   * Audio is never sent without end-to-end encryption. While the call is not encrypted, frames wait
   * in the queue, and received unencrypted frames are dropped, except silence. A connection that
   * waits too long for keys ends.
   */
  REQUIRED,
  /**
   * Audio is encrypted if the voice server allows it. When the encryption of the call ends, the
   * frames that were accepted until then are dropped, and {@link Connection#play} fails with {@link
   * EncryptionEndedException}. Later frames are sent without end-to-end encryption, but only after
   * every listener of {@link Connection#onEncryptionChange} has returned. Without a listener, a
   * warning is logged first.
   */
  PREFERRED,
  /**
   * The connections do not support end-to-end encryption. Since March 2026, Discord closes such
   * connections with close code 4017.
   */
  OFF
}
