package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.udp.internal.SpeechListener;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps Discord's idea of our speaking (op 5) in step with what the application wants and with what
 * is really sent. Confined to the event loop.
 *
 * <p>Invariant: on each socket op 5 goes out once on entering Established, and before the first
 * frame of every speech it names at least one flag.
 */
final class SpeakingAnnouncer implements SpeechListener {
  private static final int NOTHING_SAID = -1;
  private static final int NO_DELAY = 0;

  private final Consumer<GatewayMessage> socket;
  private int wanted = SpeakingFlag.MICROPHONE.bit();
  private int current;
  private int announced = NOTHING_SAID;
  private long ssrc;
  private boolean established;

  SpeakingAnnouncer(Consumer<GatewayMessage> socket) {
    this.socket = socket;
  }

  /** The application says what it is; no flag at all means that it is silent. */
  void want(Set<SpeakingFlag> flags) {
    int mask = SpeakingFlag.mask(flags);
    if (mask != 0) {
      wanted = mask;
    }
    current = mask;
    announce();
  }

  /** A path stands: say op 5 even when silent, which is needed to receive. */
  void established(long newSsrc) {
    ssrc = newSsrc;
    established = true;
    announced = NOTHING_SAID;
    announce();
  }

  void gone() {
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
