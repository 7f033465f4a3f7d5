package dev.antiphon.flow;

/**
 * The causes of a failed connection. The state Failed also contains the {@link Trigger} of the
 * failure.
 */
public enum FailureCause implements Substate, Reason {
  NO_SERVER_UPDATE(
      "NoServerUpdate",
      "Discord did not answer. Possible causes: the channel is full, or the bot lacks the"
          + " CONNECT permission."),
  NO_COMMON_MODE(
      "NoCommonMode", "The voice server and this JVM have no encryption mode in common."),
  DAVE_REQUIRED(
      "DaveRequired",
      "The channel requires end-to-end encryption (DAVE), but the bot did not offer it."),
  RATE_LIMITED("RateLimited", "Discord refused the connection because of too many requests."),
  AUTHENTICATION_FAILED("AuthenticationFailed", "The voice server rejected the session's token."),
  UNKNOWN_PROTOCOL("UnknownProtocol", "The voice server does not know the selected protocol."),
  PROTOCOL_ERROR("ProtocolError", "The voice server rejected messages of this library."),
  SERVER_NOT_FOUND("ServerNotFound", "The voice server does not know the guild."),
  UDP_UNAVAILABLE("UdpUnavailable", "The UDP socket to the voice server could not be opened."),
  UDP_UNREACHABLE(
      "UdpUnreachable", "The voice server did not answer over UDP. Possible cause: a firewall."),
  MAIN_GATEWAY_LOST("MainGatewayLost", "The session of the main gateway was lost for too long."),
  RETRIES_EXHAUSTED("RetriesExhausted", "The connection failed, and no retry is left."),
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
