package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.spi.FrameCipher;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** A frame cipher for tests: Bouncy Castle's GCM, which supports tags of 64 bits. */
public final class BouncyFrameCipher implements FrameCipher {
  private final byte[] key;
  private boolean closed;

  public BouncyFrameCipher(byte[] key) {
    this.key = key.clone();
  }

  @Override
  public void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      byte[] sealed =
          run(true, nonce, new byte[0], Arrays.copyOfRange(in, offset, offset + length));
      System.arraycopy(sealed, 0, out, outOffset, sealed.length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
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
    byte[] sealed = Arrays.copyOfRange(in, offset, offset + length + TAG_LENGTH);
    try {
      byte[] opened = run(false, nonce, Arrays.copyOf(aad, aadLength), sealed);
      System.arraycopy(opened, 0, out, outOffset, opened.length);
      return true;
    } catch (InvalidCipherTextException forged) {
      return false;
    }
  }

  private byte[] run(boolean seals, int nonce, byte[] aad, byte[] in)
      throws InvalidCipherTextException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    byte[] iv = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(8, nonce).array();
    GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(seals, new AEADParameters(new KeyParameter(key), Byte.SIZE * TAG_LENGTH, iv, aad));
    byte[] out = new byte[gcm.getOutputSize(in.length)];
    int done = gcm.processBytes(in, 0, in.length, out, 0);
    gcm.doFinal(out, done);
    return out;
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    closed = true;
  }
}
