package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.fault.StrayDatagram;
import java.util.List;

/** Faults of UDP. */
final class UdpFaults {
  private static final List<StrayDatagram> STRAY = List.of(StrayDatagram.values());

  private UdpFaults() {}

  static void inject(BotInGuild member, SoakRandom random) {
    for (int i = random.between(1, 5); i > 0; i--) {
      member.server().inject(member.guildId(), member.userId(), random.of(STRAY));
    }
  }

  /** Closes the UDP port for all clients of the server. They receive ICMP errors. */
  static void closePort(BotInGuild member, SoakRandom random) {
    EmbeddedVoiceServer server = member.server();
    server.closeUdp();
    member.environment().later(random.millis(50, 1_200), server::openUdp);
  }
}
