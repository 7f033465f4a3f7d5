package dev.antiphon.statemachine.connection;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.udp.FrameTransform;

/**
 * The seam for end-to-end encryption (DAVE): it hears the messages that are meant for it, from the
 * first on, and stands between the frame queue and RTP. Confined to the event loop.
 */
interface EndToEnd {

  /** The highest version that Identify offers; 0 is none. */
  int offeredVersion();

  /** A DAVE message (op 21 to 31) came. */
  void received(GatewayMessage message);

  /** What a frame goes through before RTP, and after it on the way in. */
  FrameTransform transform();

  /** No end-to-end encryption: messages are counted, frames pass as they are. */
  static EndToEnd none(ConnectionCounters counters) {
    return new EndToEnd() {
      @Override
      public int offeredVersion() {
        return 0;
      }

      @Override
      public void received(GatewayMessage message) {
        counters.dave();
      }

      @Override
      public FrameTransform transform() {
        return FrameTransform.NONE;
      }
    };
  }
}
