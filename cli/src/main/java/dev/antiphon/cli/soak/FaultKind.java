package dev.antiphon.cli.soak;

import java.util.Locale;

/** Everything that can go wrong, or be asked for, in a soak; and how often, relatively. */
enum FaultKind {
  CLOSE_KEEPING_THE_SESSION(120, WireFaults::closeKeepingTheSession),
  CLOSE_ENDING_THE_SESSION(100, WireFaults::closeEndingTheSession),
  CLOSE_FOR_GOOD(40, WireFaults::closeForGood),
  TCP_RESET(100, WireFaults::reset),
  SESSION_EXPIRED(40, WireFaults::expire),
  SILENCE(10, WireFaults::freeze),
  MESSAGE_LOST(30, WireFaults::lose),
  MESSAGE_DELAYED(40, WireFaults::delay),
  MESSAGE_REPEATED(40, WireFaults::repeat),
  MESSAGES_OUT_OF_ORDER(40, WireFaults::reorder),
  MESSAGE_CORRUPTED(40, WireFaults::corrupt),
  MESSAGE_UNASKED(60, WireFaults::unasked),
  HEARTBEATS_UNANSWERED(30, WireFaults::ignoreHeartbeats),
  SERVER_DEAD(2, WireFaults::killServer),

  UPGRADE_REFUSED(30, HandshakeFaults::refuseUpgrade),
  UPGRADE_HANGS(10, HandshakeFaults::hang),
  HANDSHAKE_DISTURBED(80, HandshakeFaults::disturb),
  HANDSHAKE_CLOSED(60, HandshakeFaults::close),
  DISCOVERY_DISTURBED(50, HandshakeFaults::spoilDiscovery),

  VOICE_STATE_UNANSWERED(6, MainGatewayFaults::silence),
  VOICE_SERVER_WITHHELD(6, MainGatewayFaults::withoutServer),
  VOICE_SERVER_WITHOUT_ENDPOINT(6, MainGatewayFaults::withoutEndpoint),
  VOICE_STATE_NOT_SENT(6, MainGatewayFaults::failing),
  VOICE_SERVER_FIRST(6, MainGatewayFaults::serverFirst),

  JOINED_AGAIN(30, Commands::joinAgain),
  JOIN_CALLED_OFF(20, Commands::callOffJoin),
  LEFT(40, Commands::leave);

  /** What a fault does to a seat. */
  @FunctionalInterface
  interface Deed {
    void strike(Seat seat, Dice dice);
  }

  private final int weight;
  private final Deed deed;

  FaultKind(int weight, Deed deed) {
    this.weight = weight;
    this.deed = deed;
  }

  int weight() {
    return weight;
  }

  void strike(Seat seat, Dice dice) {
    deed.strike(seat, dice);
  }

  /** The name that people read, such as {@code tcp reset}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
