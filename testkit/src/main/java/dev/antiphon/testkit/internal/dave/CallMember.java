package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;

/**
 * A member of an end-to-end encrypted call; one object for each session. Confined to the server's
 * loop.
 */
public interface CallMember {

  /** The guild of the call. */
  long guildId();

  /** The user. */
  long userId();

  /** Returns true if the Identify offers end-to-end encryption. */
  boolean offersDave();

  /** Returns true if the session has ended. */
  boolean isEnded();

  /** Sends a numbered message to this member. */
  void post(GatewayMessage message);
}
