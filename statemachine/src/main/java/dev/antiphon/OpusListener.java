package dev.antiphon;

import java.util.OptionalLong;

/** Receives the Opus frames of the other users in the channel. */
@FunctionalInterface
public interface OpusListener {

  /**
   * Receives one frame whose authentication tag is valid. A frame that arrives before its key is
   * received up to one second later, before the later frames of its {@code ssrc}.
   *
   * <p>This method runs on the connection's event loop, 50 times per second for each speaker. It
   * must return quickly and must not block. A slow call delays the audio of all connections on that
   * event loop. An exception or error has no effect: the first one is logged, and {@link
   * ConnectionStatistics#listenerFailures} counts all of them.
   *
   * @param userId the speaker's user id. With end-to-end encryption, it is the user whose key
   *     decrypts the frame. Empty if the speaker is not known: for unencrypted frames and silence,
   *     while Discord has not sent the user id for {@code ssrc} in this voice session
   * @param ssrc the RTP synchronisation source, unsigned 32 bit
   * @param sequence the RTP sequence number, 0 to 65535
   * @param timestamp the RTP timestamp in samples at 48 kHz, unsigned 32 bit
   * @param frame one Opus packet; the listener owns the array
   */
  void onOpus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
