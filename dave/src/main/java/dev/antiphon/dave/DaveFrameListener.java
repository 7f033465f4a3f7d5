package dev.antiphon.dave;

/**
 * Learns what happens to the frames that were passed to {@link DaveFrames#receive}. The methods are
 * called on the thread that calls {@link DaveFrames}. They may close the {@link DaveFrames}, but
 * call no other method of it.
 */
public interface DaveFrameListener {
  /**
   * A frame is delivered.
   *
   * @param userId the sender. For an encrypted frame, it is the user whose key decrypts the frame.
   *     For another frame, it can be 0: the sender is not known
   * @param ssrc the SSRC that was passed with the frame
   * @param position the position that was passed with the frame
   * @param frame contains the decrypted frame; valid only during the call
   * @param offset the index of the first byte of the frame
   * @param length the length of the frame in bytes
   */
  void delivered(long userId, long ssrc, long position, byte[] frame, int offset, int length);

  /**
   * A frame is dropped. {@link DaveFrames#statistics} counts the reason.
   *
   * @param userId the user of the SSRC, or 0 if it is not known
   * @param ssrc the SSRC that was passed with the frame
   */
  default void dropped(long userId, long ssrc) {}
}
