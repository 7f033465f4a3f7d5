package dev.antiphon.udp.internal;

/**
 * Transforms frames between the queue and RTP. End-to-end encryption implements this interface. All
 * methods are called on the event loop and must not block.
 */
public interface FrameTransform {
  /** Returns every frame unchanged. */
  FrameTransform NONE =
      new FrameTransform() {
        @Override
        public int maxOverhead() {
          return 0;
        }

        @Override
        public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
          System.arraycopy(in, off, out, outOff, len);
          return len;
        }

        @Override
        public int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff) {
          System.arraycopy(in, off, out, outOff, len);
          return len;
        }

        @Override
        public String toString() {
          return "FrameTransform.NONE";
        }
      };

  /**
   * Returns the maximum number of bytes that {@link #protect} adds to a frame; a constant from 0 to
   * 1,024.
   */
  int maxOverhead();

  /**
   * Protects one outgoing frame. Silence frames are also protected.
   *
   * @return the length of the frame in {@code out}, or -1 to hold the frame. A held frame is passed
   *     again at the next tick.
   */
  int protect(byte[] in, int off, int len, byte[] out, int outOff);

  /**
   * Recovers one received frame. The result is never longer than the input.
   *
   * @param userId the sender, or 0 if the user of its SSRC is not known
   * @return the length of the frame in {@code out}, or -1 to drop the frame
   */
  int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff);
}
