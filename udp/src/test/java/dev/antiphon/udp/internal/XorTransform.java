package dev.antiphon.udp.internal;

/** A frame transform that applies XOR and adds one byte. */
final class XorTransform implements FrameTransform {
  static final byte MASK = 0x5A;

  boolean holding;
  boolean failing;
  boolean silencing;

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
    if (silencing) {
      System.arraycopy(OpusPacket.SILENCE, 0, out, outOff, OpusPacket.SILENCE.length);
      return OpusPacket.SILENCE.length;
    }
    return holding ? -1 : len + 1;
  }

  @Override
  public void receive(
      long userId, long ssrc, long position, byte[] in, int off, int len, Output output) {
    int length = protect(in, off, len - 1, in, off);
    if (length < 0) {
      output.drop();
    } else {
      output.deliver(userId, ssrc, position, in, off, length - 1);
    }
  }
}
