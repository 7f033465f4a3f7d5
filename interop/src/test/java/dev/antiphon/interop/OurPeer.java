package dev.antiphon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveSession;
import java.util.Arrays;
import java.util.List;

/** A member that uses our implementation. */
final class OurPeer implements Peer {
  private final long userId;
  private final DaveSession session;
  private final DaveFrames frames =
      new DaveFrames(
          DaveLimits.ofDefaults(),
          sender -> {
            throw new AssertionError("Frames of " + sender + " cannot be decrypted");
          });

  OurPeer(long userId, long channelId) {
    this.userId = userId;
    this.session = DaveSession.builder(userId, channelId).build();
  }

  @Override
  public long userId() {
    return userId;
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  @Override
  public List<DaveEffect> handle(DaveEvent event) {
    long now = System.nanoTime();
    List<DaveEffect> effects = session.handle(event, now);
    assertThat(effects.stream().anyMatch(DaveEffect.Refused.class::isInstance))
        .as("%s reports each refused message to the gateway: %s", this, effects)
        .isEqualTo(
            effects.stream().anyMatch(DaveEffect.SendInvalidCommitWelcome.class::isInstance));
    for (DaveEffect effect : effects) {
      if (effect instanceof DaveEffect.PublishMedia publish) {
        frames.update(publish.media(), now);
        frames.allowPlain();
      }
    }
    return effects;
  }

  @Override
  public byte[] protect(byte[] frame) {
    byte[] out = new byte[frame.length + DaveFrames.MAX_OVERHEAD];
    int length = frames.protect(frame, 0, frame.length, out, 0, System.nanoTime());
    assertThat(length).as("%s has keys for sending", this).isGreaterThan(frame.length);
    return Arrays.copyOf(out, length);
  }

  @Override
  public byte[] unprotect(long sender, byte[] frame) {
    byte[] out = new byte[frame.length];
    int length = frames.unprotect(sender, frame, 0, frame.length, out, 0, System.nanoTime());
    assertThat(length)
        .as("%s decrypts a frame of %d", this, sender)
        .isNotEqualTo(DaveFrames.DROPPED);
    return Arrays.copyOf(out, length);
  }

  @Override
  public String privacyCode() {
    return session.encryption().privacyCode().orElse("none");
  }

  @Override
  public String pairwiseCode(long other) {
    return session.encryption().pairwiseCode(other).orElse("none");
  }

  @Override
  public void close() {
    frames.close();
    session.close();
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
