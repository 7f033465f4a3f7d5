package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.fault.StrayDatagram;
import java.util.List;

/** What happens beside the WebSocket. */
final class UdpFaults {
  private static final List<StrayDatagram> STRAY = List.of(StrayDatagram.values());

  private UdpFaults() {}

  static void inject(BotInGuild member, Dice dice) {
    for (int i = dice.between(1, 5); i > 0; i--) {
      member.server().inject(member.guildId(), member.userId(), dice.of(STRAY));
    }
  }

  /** Everybody there is told by ICMP that nobody listens. */
  static void closePort(BotInGuild member, Dice dice) {
    EmbeddedVoiceServer server = member.server();
    server.closeUdp();
    member.site().later(dice.millis(50, 1_200), server::openUdp);
  }
}
