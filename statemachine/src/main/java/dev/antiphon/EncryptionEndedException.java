package dev.antiphon;

/**
 * The failure of {@link Connection#play(OpusSource)} when the end-to-end encryption of the call has
 * ended during the playback. The rest of the source is not sent. The connection and its audio
 * continue without end-to-end encryption, so the application decides whether it plays on.
 */
public final class EncryptionEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EncryptionEndedException() {
    super(
        "The call is no longer encrypted end to end, so the rest of the source is not sent. Call"
            + " play again to send it without end-to-end encryption, or set the option endToEnd to"
            + " REQUIRED to wait until the call is encrypted again");
  }
}
