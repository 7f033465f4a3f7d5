package dev.antiphon.cli.internal.soak;

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

  DATAGRAMS_INJECTED(60, UdpFaults::inject),
  UDP_PORT_CLOSED(2, UdpFaults::closePort),

  KICKED(20, DiscordEventFaults::kick),
  MOVED(40, DiscordEventFaults::move),
  FAILED_OVER(40, DiscordEventFaults::failOver),
  CHANNEL_DELETED(10, DiscordEventFaults::deleteChannel),
  CALL_ENDED(10, DiscordEventFaults::endCall),
  GUILD_REMOVED(10, DiscordEventFaults::removeFromGuild),
  PERMISSION_LOST(10, DiscordEventFaults::takePermission),
  SESSION_CHANGED(20, DiscordEventFaults::changeSession),

  MAIN_SESSION_LOST(5, MainGatewayFaults::loseSession),
  MAIN_SESSION_NEW(2, MainGatewayFaults::startSession),
  VOICE_STATE_ANSWERED_WRONGLY(16, MainGatewayFaults::answerWrongly),
  VOICE_STATE_ANSWERED_LATE(6, MainGatewayFaults::answerLate),
  VOICE_STATE_NOT_SENT(6, MainGatewayFaults::failToSend),
  VOICE_SERVER_FIRST(6, MainGatewayFaults::serverFirst),
  VOICE_STATE_SAID_TWICE(6, MainGatewayFaults::sayTwice),
  VOICE_STATE_REPEATED(30, MainGatewayFaults::repeat),
  VOICE_STATE_FLAGS_CHANGED(20, MainGatewayFaults::changeFlags),
  VOICE_STATE_OF_OTHERS(20, MainGatewayFaults::speakOfOthers),

  JOINED_AGAIN(30, Commands::joinAgain),
  MOVE_ASKED_FOR(40, Commands::move),
  RECONNECT_ASKED_FOR(20, Commands::reconnect),
  SHOWN_OTHERWISE(30, Commands::showSelf),
  JOIN_CALLED_OFF(20, Commands::callOffJoin),
  LEFT(40, Commands::leave);

  /** What a fault does to a member. */
  @FunctionalInterface
  interface Deed {
    void strike(BotInGuild member, Dice dice);
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

  void strike(BotInGuild member, Dice dice) {
    deed.strike(member, dice);
  }

  /** The name that people read, such as {@code tcp reset}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
