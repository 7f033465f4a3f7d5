package dev.antiphon;

import java.util.OptionalLong;

/** Hears the Opus frames of the others in the channel. */
@FunctionalInterface
public interface OpusListener {

  /**
   * An authentic frame came.
   *
   * <p>Runs on the connection's event loop, 50 times a second for each speaker: it must return at
   * once and must not block, or the audio of all connections on that loop suffers.
   *
   * @param userId who speaks, where Discord has said whose SSRC it is
   * @param ssrc the RTP synchronisation source, unsigned 32 bit
   * @param sequence the RTP sequence number, 0 to 65535
   * @param timestamp the RTP timestamp in samples at 48 kHz, unsigned 32 bit
   * @param frame one Opus packet; it belongs to the listener
   */
  void onOpus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
