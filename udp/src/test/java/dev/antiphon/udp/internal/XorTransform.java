package dev.antiphon.udp.internal;

/** A frame transform that applies XOR and adds one byte. */
final class XorTransform implements FrameTransform {
  static final byte MASK = 0x5A;

  boolean holding;
  boolean failing;

  @Override
  public int maxOverhead() {
    return 1;
  }

  @Override
  public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
    if (failing) {
      throw new IllegalStateException("a transform that throws");
    }
    for (int n = 0; n < len; n++) {
      out[outOff + n] = (byte) (in[off + n] ^ MASK);
    }
    out[outOff + len] = 0x0D;
    return holding ? -1 : len + 1;
  }

  @Override
  public int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff) {
    int length = protect(in, off, len - 1, out, outOff);
    return length < 0 ? -1 : length - 1;
  }
}
