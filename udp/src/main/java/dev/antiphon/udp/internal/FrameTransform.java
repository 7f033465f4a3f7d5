package dev.antiphon.udp.internal;

/**
 * What happens to a frame between the queue and RTP: the seam of end-to-end encryption. All methods
 * are called on the event loop and must not block.
 */
public interface FrameTransform {
  /** Passes every frame on as it is. */
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

  /** The most bytes by which a protected frame is longer than the frame; 0 to 1,024, constant. */
  int maxOverhead();

  /**
   * Protects one outgoing frame, silence frames included.
   *
   * @return the length written to {@code out}, or -1 to hold the frame: the same one comes again at
   *     the next tick
   */
  int protect(byte[] in, int off, int len, byte[] out, int outOff);

  /**
   * Recovers one received frame, which is never longer than what came in.
   *
   * @param userId the sender, or 0 if its SSRC is not known to belong to a user
   * @return the length written to {@code out}, or -1 to drop the frame
   */
  int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff);
}
