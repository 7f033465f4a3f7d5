package dev.antiphon.statemachine.connection;

import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.udp.FrameTransform;
import java.util.Optional;

/**
 * The end-to-end encryption of a connection (DAVE): it hears the messages that are meant for it,
 * from the first on, and stands between the frame queue and RTP. Confined to the event loop, but
 * for {@link #statistics}.
 */
interface EndToEnd {

  /** The highest version that Identify offers; 0 is none. */
  int offeredVersion();

  /** Identify goes out for this channel: whatever was before is over. A resume changes nothing. */
  void begin(long channelId);

  /** The socket is gone; what is to be said waits for {@link #resumed}. */
  void interrupted();

  /** The session goes on over another socket. */
  void resumed();

  /** A message came that may mean something: op 4, 11, 13, or a DAVE message (op 21 to 31). */
  void received(GatewayMessage message);

  /** What a frame goes through before RTP, and after it on the way in. */
  FrameTransform transform();

  /** What has been counted since the connection began; from any thread. */
  Optional<DaveStatistics> statistics();

  /** The connection is over; keys are wiped. */
  void close();

  /** No end-to-end encryption: messages are counted, frames pass as they are. */
  static EndToEnd none(ConnectionCounters counters) {
    return new EndToEnd() {
      @Override
      public int offeredVersion() {
        return 0;
      }

      @Override
      public void begin(long channelId) {
        // Nothing begins.
      }

      @Override
      public void interrupted() {
        // Nothing is said.
      }

      @Override
      public void resumed() {
        // Nothing waits.
      }

      @Override
      public void received(GatewayMessage message) {
        if (DaveMessages.isDave(message)) {
          counters.dave();
        }
      }

      @Override
      public FrameTransform transform() {
        return FrameTransform.NONE;
      }

      @Override
      public Optional<DaveStatistics> statistics() {
        return Optional.empty();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
