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

/** A session with a custom provider of frame ciphers. */
class CustomCipherTest {
  private final FakeGateway gateway = new FakeGateway();
  private final List<RecordingCipher> made = new ArrayList<>();
  private long now = 1_000;

  /** A cipher that counts its frames and records that it was closed. */
  private static final class RecordingCipher implements FrameCipher {
    private final FrameCipher cipher;
    private int frames;
    private boolean closed;

    private RecordingCipher(FrameCipher cipher) {
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
    gateway.clients.values().forEach(Client::close);
  }

  private void deliverAll() {
    now += Duration.ofSeconds(1).toNanos();
    gateway.deliverAll(new Random(1), now);
  }

  @Test
  void customCiphersAreUsedInBothDirectionsAndClosedWhenTheClientLeaves() {
    Client one = gateway.join(1);
    Client two =
        gateway.join(
            new Client(
                2,
                gateway,
                key -> {
                  made.add(new RecordingCipher(new BouncyFrameCipher(key)));
                  return made.get(made.size() - 1);
                }));
    deliverAll();
    one.assertDecrypts(two, true);
    two.assertDecrypts(one, true);
    assertThat(made).filteredOn(cipher -> cipher.frames == 3).hasSize(2);
    gateway.leave(2);
    assertThat(made).isNotEmpty().allMatch(cipher -> cipher.closed);
  }

  @Test
  void outcomesOfReceivedFramesAreCounted() {
    Client one = gateway.join(1);
    Client two = gateway.join(2);
    deliverAll();
    one.assertDecrypts(two, true);
    byte[] silence = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    one.frames.unprotect(2, silence, 0, 3, new byte[3], 0, now);
    one.frames.unprotect(2, new byte[5], 0, 5, new byte[5], 0, now);
    assertThat(one.frames.counts())
        .isEqualTo(new DaveFrameCounts(3, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(one.frames.counts().delivered()).isEqualTo(4);
    assertThat(one.frames.counts().dropped()).isEqualTo(1);
  }
}
