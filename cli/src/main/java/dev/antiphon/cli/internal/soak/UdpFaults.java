package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.StrayDatagram;
import java.util.List;

/** What happens beside the WebSocket. */
final class UdpFaults {
  private static final List<StrayDatagram> STRAY = List.of(StrayDatagram.values());

  private UdpFaults() {}

  static void inject(Seat seat, Dice dice) {
    for (int i = dice.between(1, 5); i > 0; i--) {
      seat.server().inject(seat.guildId(), seat.userId(), dice.of(STRAY));
    }
  }

  /** Everybody there is told by ICMP that nobody listens. */
  static void closePort(Seat seat, Dice dice) {
    EmbeddedVoiceServer server = seat.server();
    server.closeUdp();
    seat.site().later(dice.millis(50, 1_200), server::openUdp);
  }
}
