package dev.antiphon.flow;

/** The cause of a failed connection. The {@link Trigger} beside it is the event that led to it. */
public enum FailureCause implements Substate, Reason {
  NO_SERVER_UPDATE(
      "NoServerUpdate", "The channel did not answer: it may be full, or the bot may lack CONNECT."),
  NO_COMMON_MODE(
      "NoCommonMode", "The voice server offers no encryption mode that this machine can speak."),
  DAVE_REQUIRED(
      "DaveRequired", "The channel demands end-to-end encryption (DAVE), which was not offered."),
  RATE_LIMITED("RateLimited", "Discord refused the connection because of too many requests."),
  AUTHENTICATION_FAILED(
      "AuthenticationFailed", "The voice server did not accept the token of the session."),
  UNKNOWN_PROTOCOL("UnknownProtocol", "The voice server does not know the protocol selected."),
  PROTOCOL_ERROR(
      "ProtocolError", "The voice server and this library did not understand each other."),
  SERVER_NOT_FOUND("ServerNotFound", "The voice server does not know the guild."),
  UDP_UNAVAILABLE("UdpUnavailable", "No UDP socket could be opened towards the voice server."),
  UDP_UNREACHABLE(
      "UdpUnreachable", "The voice server cannot be reached by UDP: a firewall may be in the way."),
  MAIN_GATEWAY_LOST("MainGatewayLost", "The main gateway was away for too long."),
  RETRIES_EXHAUSTED(
      "RetriesExhausted", "The connection could not be made or kept, and no retry is left."),
  INTERNAL_ERROR("InternalError", "Something failed inside the library; please report it.");

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

  /** Returns a sentence that tells the bot's author what to check. */
  public String sentence() {
    return sentence;
  }
}
