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
        public void receive(
            long userId, long ssrc, long position, byte[] in, int off, int len, Output output) {
          output.deliver(userId, ssrc, position, in, off, len);
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
   * Recovers one received frame and passes it to the output, or reports to the output that the
   * frame is dropped. A frame whose keys are still missing is kept for a limited time: it is passed
   * to the output of the latest call when the keys arrive, or it is dropped.
   *
   * @param userId the user of the SSRC according to op 5, or 0 if there is none
   * @param ssrc the SSRC of the sender
   * @param position the position of the frame in its stream, which the output gets back
   * @param in contains the frame; its bytes can be overwritten
   */
  void receive(long userId, long ssrc, long position, byte[] in, int off, int len, Output output);

  /** Receives the recovered frames. */
  interface Output {
    /**
     * A frame is delivered.
     *
     * @param userId the sender, or 0 if it is not known
     * @param ssrc the SSRC of the sender
     * @param position the position that was passed with the frame
     * @param frame contains the frame; valid only during the call
     */
    void deliver(long userId, long ssrc, long position, byte[] frame, int off, int len);

    /** A frame is dropped. */
    void drop();
  }
}
