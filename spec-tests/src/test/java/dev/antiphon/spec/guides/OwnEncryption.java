package dev.antiphon.spec.guides;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveSession;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

// doc:begin ownEncryption
/** The end-to-end encryption of one connection. It runs on one thread. */
final class OwnEncryption implements AutoCloseable {
  private final DaveSession session;
  private final Consumer<DaveEffect> gateway;
  private final DaveFrames frames =
      new DaveFrames(DaveLimits.ofDefaults(), user -> handle(new DaveEvent.DecryptionFails(user)));

  OwnEncryption(long bot, long channel, Consumer<DaveEffect> gateway) {
    this.session = DaveSession.builder(bot, channel).build();
    this.gateway = gateway;
  }

  /** Handles a message of the voice gateway: opcode 4, 11, 13, 21, 22, 24, 25, 27, 29 or 30. */
  void handle(DaveEvent event) {
    for (DaveEffect effect : session.handle(event, System.nanoTime())) {
      if (effect instanceof DaveEffect.PublishMedia publish) {
        frames.update(publish.media(), System.nanoTime());
      } else {
        gateway.accept(effect); // a message with opcode 23, 26, 28 or 31, a report, or a wait
      }
    }
  }

  /** Allows unencrypted frames until the call is encrypted again. Tell your user first. */
  void allowUnencrypted() {
    frames.allowPlain();
  }

  /** Encrypts a frame for the RTP packet. Empty while the frame must wait. */
  Optional<byte[]> encrypt(byte[] opus) {
    byte[] out = new byte[opus.length + DaveFrames.MAX_OVERHEAD];
    int length = frames.protect(opus, 0, opus.length, out, 0, System.nanoTime());
    return length == DaveFrames.HELD ? Optional.empty() : Optional.of(Arrays.copyOf(out, length));
  }

  /** Decrypts a frame of a user. Empty if the frame is dropped. */
  Optional<byte[]> decrypt(long user, byte[] frame) {
    byte[] out = new byte[frame.length];
    int length = frames.unprotect(user, frame, 0, frame.length, out, 0, System.nanoTime());
    return length == DaveFrames.DROPPED
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(out, length));
  }

  @Override
  public void close() {
    frames.close();
    session.close();
  }
}
// doc:end
