package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameEncryptor;
import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.internal.media.Silence;
import dev.antiphon.dave.spi.FrameCiphers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Encrypts and decrypts the frames of a connection, with the latest keys that the session has
 * published. Create exactly one instance for each session. Two instances with the same keys would
 * use the same nonces, so a second instance gets no key for encryption.
 *
 * <p>While there are no keys, frames are held back: {@link #protect} returns {@link #HELD}, and the
 * caller can pass the frame again later. Frames are sent unencrypted only while version 0 is active
 * (whitepaper, section Passthrough Mode), and only after the caller has called {@link #allowPlain}
 * for this period of version 0. Silence frames are unencrypted in both directions.
 *
 * <p>A client that is alone in the channel never gets keys. After the time {@link #ALONE}, its
 * frames are replaced by silence frames.
 *
 * <p>Only one thread at a time may use an instance, except for {@link #counts} and {@link
 * #statistics}. All times are in nanoseconds, and come from the same clock as the times of the
 * session.
 */
public final class DaveFrames implements AutoCloseable {
  /** The maximum number of bytes that encryption adds to a frame. */
  public static final int MAX_OVERHEAD = FrameEncryptor.MAX_OVERHEAD;

  /** The result of {@link #protect} for a frame that is held back. */
  public static final int HELD = -1;

  /** The result of {@link #unprotect} for a frame that is dropped. */
  public static final int DROPPED = -1;

  /**
   * How long frames of a client that is alone in the channel are held back, before silence frames
   * replace them. Normally, the gateway announces the other users within this time after the
   * session starts.
   */
  public static final Duration ALONE = Duration.ofSeconds(1);

  private final FrameCiphers ciphers;
  private final ReceivedFrames received;

  private DaveMedia.Sending sending = DaveMedia.Sending.HOLD;
  private Optional<FrameEncryptor> encryptor = Optional.empty();
  private int encryptorKeys;
  private boolean plainAllowed;
  private boolean alone = true;
  private OptionalLong heldSince = OptionalLong.empty();

  /**
   * Creates an instance without keys, for a session with these limits. The instance uses the
   * ciphers of the Java runtime.
   *
   * @param failing called with a user id when too many consecutive frames of this user could not be
   *     decrypted ({@link DaveLimits#decryptionFailures}). The caller then passes a {@link
   *     DaveEvent.DecryptionFails} to the session. {@code failing} is called again after the same
   *     number of further failures
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing) {
    this(limits, failing, JdkFrameCipher::new);
  }

  /**
   * Creates an instance without keys, for a session with these limits. The instance uses custom
   * ciphers.
   *
   * @param failing as for the other constructor
   * @param ciphers creates the ciphers; called on the thread that uses this instance
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing, FrameCiphers ciphers) {
    this.ciphers = ciphers;
    this.received = new ReceivedFrames(limits, failing, ciphers);
  }

  /**
   * Passes the frames of {@link #receive} to this listener from now on. Without a listener, they
   * are only counted.
   */
  public void deliverTo(DaveFrameListener listener) {
    received.deliverTo(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Uses these keys from now on. The listener receives the kept frames that these keys decrypt.
   *
   * @param media the latest keys that the session has published
   * @param now the current time in nanoseconds
   */
  public void update(DaveMedia media, long now) {
    updateEncryptor(media);
    sending = media.sending();
    plainAllowed &= sending == DaveMedia.Sending.PLAIN;
    alone = media.alone();
    if (!alone) {
      heldSince = OptionalLong.empty();
    }
    received.update(media, now);
  }

  /**
   * Sends frames unencrypted from now on, until version 0 is no longer active. Before this call,
   * {@link #protect} holds frames back in version 0, so that the caller can drop the frames that
   * were meant to be encrypted and tell its user. The call has no effect in other versions.
   */
  public void allowPlain() {
    plainAllowed = sending == DaveMedia.Sending.PLAIN;
  }

  /**
   * The encryptor is kept while frames are sent unencrypted, because its keys can be used again
   * later.
   */
  private void updateEncryptor(DaveMedia media) {
    boolean isHeld = media.held().stream().anyMatch(held -> held.keys().serial() == encryptorKeys);
    if (media.sending() == DaveMedia.Sending.ENCRYPTED
        && media.senderKeys().getAsInt() != encryptorKeys) {
      closeEncryptor();
      encryptorKeys = media.senderKeys().getAsInt();
      encryptor = media.sender().takeSender().map(base -> FrameEncryptor.of(ciphers, base));
    } else if (!isHeld) {
      closeEncryptor();
    }
  }

  private void closeEncryptor() {
    encryptor.ifPresent(FrameEncryptor::close);
    encryptor = Optional.empty();
  }

  /**
   * Encrypts one frame for sending.
   *
   * @param out has room for {@code length} + {@link #MAX_OVERHEAD} bytes from {@code outOffset}
   * @param now the current time in nanoseconds
   * @return the number of bytes written, or {@link #HELD}
   */
  public int protect(byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    return switch (sending) {
      case HOLD -> hold(out, outOffset, now);
      case PLAIN -> plain(in, offset, length, out, outOffset);
      case ENCRYPTED ->
          encryptor.map(keys -> keys.encrypt(in, offset, length, out, outOffset)).orElse(HELD);
    };
  }

  private int plain(byte[] in, int offset, int length, byte[] out, int outOffset) {
    if (!plainAllowed && !Silence.is(in, offset, length)) {
      return HELD;
    }
    System.arraycopy(in, offset, out, outOffset, length);
    return length;
  }

  /** Holds the frame back, or writes a silence frame instead. */
  private int hold(byte[] out, int outOffset, long now) {
    if (heldSince.isEmpty()) {
      heldSince = OptionalLong.of(now);
    }
    boolean longEnough = now - heldSince.getAsLong() >= ALONE.toNanos();
    return alone && longEnough ? Silence.write(out, outOffset) : HELD;
  }

  /**
   * Decrypts one received frame.
   *
   * @param userId the sender; 0 if the sender is not known
   * @param out has room for {@code length} bytes from {@code outOffset}
   * @param now the current time in nanoseconds
   * @return the number of bytes written, or {@link #DROPPED}
   */
  public int unprotect(
      long userId, byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    return received.unprotect(userId, in, offset, length, out, outOffset, now);
  }

  /**
   * Handles one received frame of an SSRC (RTP's number of a stream). The listener receives the
   * result, see {@link #deliverTo}.
   *
   * <ul>
   *   <li>A frame whose key is missing is kept for one second. When {@link #update} brings its key,
   *       the listener receives the frame, before later frames of this SSRC. At most 50 frames of
   *       an SSRC are kept, and frames of at most 64 SSRCs with at most 1 MiB.
   *   <li>If the user is not known, or has no key that decrypts the frame, the keys of other
   *       members are tried. The work is limited: 4 members for each frame, 128 keys in one second
   *       for an SSRC, and 1,024 keys in one second for all.
   *   <li>A decrypted frame proves the user of its SSRC. This user is kept, even if {@code userId}
   *       names another one, as long as it is a member.
   * </ul>
   *
   * @param userId the user of this SSRC according to the voice gateway (op 5); 0 if there is none
   * @param ssrc the SSRC of the frame
   * @param position a number that the listener gets back, such as the RTP sequence number
   * @param frame contains the frame, and is overwritten with the decrypted frame
   * @param now the current time in nanoseconds
   */
  public void receive(
      long userId, long ssrc, long position, byte[] frame, int offset, int length, long now) {
    received.receive(userId, ssrc, position, frame, offset, length, now);
  }

  /**
   * Drops the frames that were kept for one second. {@link #receive} and {@link #update} do the
   * same. Call this method when no frame arrives, so that the counts are complete.
   *
   * @param now the current time in nanoseconds
   * @return whether frames are still kept
   */
  public boolean expire(long now) {
    received.expire(now);
    return keepsFrames();
  }

  /** Whether frames are kept until their keys come. */
  public boolean keepsFrames() {
    return received.keepsFrames();
  }

  /** The counts of the frames received so far, by user. Any thread may call this method. */
  public DaveFrameStatistics statistics() {
    return received.statistics();
  }

  /**
   * The counts of the frames received so far, for all users together. Any thread may call this
   * method.
   */
  public DaveFrameCounts counts() {
    return statistics().total();
  }

  /**
   * Wipes all keys, and drops the kept frames. From then on, sent frames are held back and received
   * frames are dropped.
   */
  @Override
  public void close() {
    sending = DaveMedia.Sending.HOLD;
    alone = false;
    closeEncryptor();
    received.close();
  }
}
