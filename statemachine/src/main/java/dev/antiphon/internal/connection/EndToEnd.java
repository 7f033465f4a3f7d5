package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.udp.internal.FrameTransform;
import java.util.List;
import java.util.Optional;

/**
 * The end-to-end encryption of a connection (DAVE): it hears the messages that are meant for it,
 * from the first on, and stands between the frame queue and RTP. Confined to the event loop, but
 * for {@link #statistics}.
 */
interface EndToEnd {

  /** The highest version that Identify offers; 0 is none. */
  int offeredVersion();

  /**
   * The socket of this generation is dialled: nothing that an earlier one still says means anything
   * any more, and what is to be said waits for {@link #begin} or {@link #resumed}.
   */
  void dialled(int generation);

  /**
   * Identify goes out over the socket dialled last, for this channel: whatever was before is over.
   */
  void begin(long channelId);

  /** The session goes on over the socket of this generation. */
  void resumed(int generation);

  /** The socket of this generation is gone; what is to be said waits. */
  void lost(int generation);

  /** Session Description names this version; it counts if {@link #established} follows. */
  void described(int version);

  /** The flow has accepted what was described last. After one Identify only the first counts. */
  void established();

  /** Op 11 came over the socket of this generation. */
  void usersConnected(int generation, List<Long> userIds);

  /** Op 13 came over the socket of this generation. */
  void userDisconnected(int generation, long userId);

  /** A DAVE message came over the socket of this generation. */
  void received(int generation, DaveServerMessage message);

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
      public void dialled(int generation) {
        // Nothing is said.
      }

      @Override
      public void begin(long channelId) {
        // Nothing begins.
      }

      @Override
      public void resumed(int generation) {
        // Nothing waits.
      }

      @Override
      public void lost(int generation) {
        // Nothing is said.
      }

      @Override
      public void described(int version) {
        // It was not offered.
      }

      @Override
      public void established() {
        // Nothing begins.
      }

      @Override
      public void usersConnected(int generation, List<Long> userIds) {
        // There is no group.
      }

      @Override
      public void userDisconnected(int generation, long userId) {
        // There is no group.
      }

      @Override
      public void received(int generation, DaveServerMessage message) {
        counters.dave();
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
