package dev.antiphon.flow;

/**
 * The causes of a failed connection. The state Failed also contains the {@link Trigger} of the
 * failure.
 */
public enum FailureCause implements Substate, Reason {
  /** Discord did not answer a voice state update (opcode 4). */
  NO_SERVER_UPDATE(
      "NoServerUpdate",
      "Discord did not answer. Possible causes: the channel is full, or the bot lacks the"
          + " CONNECT permission."),
  /** The voice server and this JVM have no encryption mode in common. */
  NO_COMMON_MODE(
      "NoCommonMode", "The voice server and this JVM have no encryption mode in common."),
  /** The channel requires end-to-end encryption, but it is switched off (close code 4017). */
  DAVE_REQUIRED(
      "DaveRequired",
      "The channel requires end-to-end encryption (DAVE), but the bot did not offer it."),
  /** Discord refused the connection because of too many requests (close code 4021). */
  RATE_LIMITED("RateLimited", "Discord refused the connection because of too many requests."),
  /** The voice server rejected the token too often (close code 4004). */
  AUTHENTICATION_FAILED("AuthenticationFailed", "The voice server rejected the session's token."),
  /** The voice server does not know the selected protocol (close code 4012). */
  UNKNOWN_PROTOCOL("UnknownProtocol", "The voice server does not know the selected protocol."),
  /** The voice server rejected messages of this library too often. */
  PROTOCOL_ERROR("ProtocolError", "The voice server rejected messages of this library."),
  /** The voice server answered too often that it does not know the guild (close code 4011). */
  SERVER_NOT_FOUND("ServerNotFound", "The voice server does not know the guild."),
  /** The connection to the voice server cannot be opened, and a retry cannot help. */
  SERVER_UNUSABLE(
      "ServerUnusable",
      "The connection to the voice server cannot be opened, and a retry cannot help."),
  /** The UDP socket to the voice server could not be opened. */
  UDP_UNAVAILABLE("UdpUnavailable", "The UDP socket to the voice server could not be opened."),
  /** The voice server did not answer IP discovery over UDP. */
  UDP_UNREACHABLE(
      "UdpUnreachable", "The voice server did not answer over UDP. Possible cause: a firewall."),
  /** The session of the main gateway was lost for longer than {@link FlowTimer#HOLD}. */
  MAIN_GATEWAY_LOST("MainGatewayLost", "The session of the main gateway was lost for too long."),
  /** The connection was lost, and no retry is left. */
  RETRIES_EXHAUSTED("RetriesExhausted", "The connection failed, and no retry is left."),
  /**
   * The bot did not get the keys of the end-to-end encryption although other users were present,
   * and no retry is left.
   */
  END_TO_END_FAILED(
      "EndToEndFailed",
      "The bot did not get the keys of the end-to-end encryption, and no retry is left."),
  /** The join was not decided within {@link FlowTimer#DECIDE}. */
  NOT_DECIDED("NotDecided", "The join was not decided in time."),
  /** An internal error occurred in the library. */
  INTERNAL_ERROR("InternalError", "An internal error occurred in the library. Please report it.");

  private final String title;
  private final String sentence;

  FailureCause(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public VoiceState superstate() {
    return VoiceState.FAILED;
  }

  /** Explains the cause to the author of the bot. */
  public String sentence() {
    return sentence;
  }
}
