package dev.antiphon.cli.internal.soak;

import java.util.Locale;

/** All faults and requests of a soak test, with their relative frequencies. */
enum FaultKind {
  CLOSE_KEEPING_THE_SESSION(120, SessionFaults::closeKeepingTheSession),
  CLOSE_ENDING_THE_SESSION(100, SessionFaults::closeEndingTheSession),
  CLOSE_FINAL(40, SessionFaults::closeWithFinalCode),
  TCP_RESET(100, SessionFaults::reset),
  SESSION_EXPIRED(40, SessionFaults::expire),
  CONNECTION_FROZEN(10, SessionFaults::freeze),
  MESSAGE_LOST(30, SessionFaults::lose),
  MESSAGE_DELAYED(40, SessionFaults::delay),
  MESSAGE_REPEATED(40, SessionFaults::repeat),
  MESSAGES_OUT_OF_ORDER(40, SessionFaults::reorder),
  MESSAGE_CORRUPTED(40, SessionFaults::corrupt),
  MESSAGE_UNEXPECTED(60, SessionFaults::sendUnexpected),
  HEARTBEATS_UNANSWERED(30, SessionFaults::ignoreHeartbeats),
  SERVER_CRASHED(2, SessionFaults::crashServer),

  UPGRADE_REFUSED(30, HandshakeFaults::refuseUpgrade),
  UPGRADE_HANGS(10, HandshakeFaults::hang),
  HANDSHAKE_DISTURBED(80, HandshakeFaults::disturb),
  HANDSHAKE_CLOSED(60, HandshakeFaults::close),
  DISCOVERY_DISTURBED(50, HandshakeFaults::disturbDiscovery),

  GROUP_MESSAGE_LOST(30, EncryptionFaults::lose),
  GROUP_MESSAGE_REPEATED(30, EncryptionFaults::repeat),
  GROUP_MESSAGE_LATE(30, EncryptionFaults::delay),
  GROUP_MESSAGE_DAMAGED(20, EncryptionFaults::damage),
  GROUP_MESSAGE_FORGED(30, EncryptionFaults::forge),
  GROUP_CHANGED(15, EncryptionFaults::change),
  GROUP_OF_ANOTHER_CHANNEL(10, EncryptionFaults::confuse),
  SPEAKING_LATE_OR_LOST(30, EncryptionFaults::disturbSpeaking),

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
  VOICE_STATE_COPIED(6, MainGatewayFaults::sendCopies),
  VOICE_STATE_REPEATED(30, MainGatewayFaults::repeat),
  VOICE_STATE_FLAGS_CHANGED(20, MainGatewayFaults::changeFlags),
  VOICE_STATE_OF_OTHERS(20, MainGatewayFaults::sendUpdatesOfOthers),

  JOINED_AGAIN(30, ApplicationRequests::joinAgain),
  MOVE_REQUESTED(40, ApplicationRequests::move),
  RECONNECT_REQUESTED(20, ApplicationRequests::reconnect),
  OWN_FLAGS_CHANGED(30, ApplicationRequests::showSelf),
  JOIN_CANCELLED(20, ApplicationRequests::cancelJoin),
  LEFT(40, ApplicationRequests::leave);

  /** The action of a fault on a member. */
  @FunctionalInterface
  interface Action {
    void apply(BotInGuild member, SoakRandom random);
  }

  private final int weight;
  private final Action action;

  FaultKind(int weight, Action action) {
    this.weight = weight;
    this.action = action;
  }

  int weight() {
    return weight;
  }

  void apply(BotInGuild member, SoakRandom random) {
    action.apply(member, random);
  }

  /** Returns the name for people, such as {@code tcp reset}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
