package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.udp.internal.SpeechListener;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends Speaking (opcode 5), so that Discord's view matches the flags of the application and the
 * frames that are sent. Runs on the event loop only.
 *
 * <p>Invariant: Speaking is sent once for each entry into Established. Before the first frame after
 * a pause, Speaking with at least one flag is sent.
 */
final class SpeakingAnnouncer implements SpeechListener {
  private static final int NOTHING_ANNOUNCED = -1;
  private static final int NO_DELAY = 0;

  private final Consumer<GatewayMessage> socket;
  private int wanted = SpeakingFlag.MICROPHONE.bit();
  private int current;
  private int announced = NOTHING_ANNOUNCED;
  private long ssrc;
  private boolean established;

  SpeakingAnnouncer(Consumer<GatewayMessage> socket) {
    this.socket = socket;
  }

  /** Sets the flags of the application. No flags means that it is silent. */
  void setFlags(Set<SpeakingFlag> flags) {
    int mask = SpeakingFlag.mask(flags);
    if (mask != 0) {
      wanted = mask;
    }
    current = mask;
    announce();
  }

  /**
   * The connection is established. Sends Speaking even if silent, because Discord sends no audio
   * before it.
   */
  void established(long newSsrc) {
    ssrc = newSsrc;
    established = true;
    announced = NOTHING_ANNOUNCED;
    announce();
  }

  void suspend() {
    established = false;
  }

  @Override
  public void speechStarts() {
    if (current == 0) {
      current = wanted;
    }
    announce();
  }

  @Override
  public void speechEnds() {
    current = 0;
    announce();
  }

  private void announce() {
    if (established && announced != current) {
      socket.accept(new Speaking(OptionalLong.empty(), current, NO_DELAY, ssrc));
      announced = current;
    }
  }
}
