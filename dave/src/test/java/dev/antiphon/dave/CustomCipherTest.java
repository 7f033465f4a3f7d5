package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.media.BouncyFrameCipher;
import dev.antiphon.dave.spi.FrameCipher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session whose frames use the ciphers of another provider. */
class CustomCipherTest {
  private final FakeGateway hub = new FakeGateway();
  private final List<Watched> made = new ArrayList<>();
  private long now = 1_000;

  /** Another provider's cipher, and what was done with it. */
  private static final class Watched implements FrameCipher {
    private final FrameCipher cipher;
    private int frames;
    private boolean closed;

    private Watched(FrameCipher cipher) {
      this.cipher = cipher;
    }

    @Override
    public void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
      frames++;
      cipher.seal(nonce, in, offset, length, out, outOffset);
    }

    @Override
    public boolean open(
        int nonce,
        byte[] aad,
        int aadLength,
        byte[] in,
        int offset,
        int length,
        byte[] out,
        int outOffset) {
      frames++;
      return cipher.open(nonce, aad, aadLength, in, offset, length, out, outOffset);
    }

    @Override
    public void close() {
      closed = true;
      cipher.close();
    }
  }

  @AfterEach
  void close() {
    hub.clients.values().forEach(Client::close);
  }

  private void settle() {
    now += Duration.ofSeconds(1).toNanos();
    hub.settle(new Random(1), now);
  }

  @Test
  void theyAreUsedInBothDirectionsAndClosedInTheEnd() {
    Client one = hub.join(1);
    Client two =
        hub.join(
            new Client(
                2,
                hub,
                key -> {
                  made.add(new Watched(new BouncyFrameCipher(key)));
                  return made.get(made.size() - 1);
                }));
    settle();
    one.hears(two, true);
    two.hears(one, true);
    assertThat(made).filteredOn(cipher -> cipher.frames == 3).hasSize(2);
    hub.leave(2);
    assertThat(made).isNotEmpty().allMatch(cipher -> cipher.closed);
  }

  @Test
  void whatBecameOfFramesIsCounted() {
    Client one = hub.join(1);
    Client two = hub.join(2);
    settle();
    one.hears(two, true);
    byte[] silence = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    one.frames.unprotect(2, silence, 0, 3, new byte[3], 0, now);
    one.frames.unprotect(2, new byte[5], 0, 5, new byte[5], 0, now);
    assertThat(one.frames.counts()).isEqualTo(new DaveFrameCounts(3, 1, 0, 1, 0, 0, 0, 0, 0));
    assertThat(one.frames.counts().delivered()).isEqualTo(4);
    assertThat(one.frames.counts().dropped()).isEqualTo(1);
  }
}
