package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;

/**
 * A member of a call, as its end-to-end encryption sees it; one object for one session. On the
 * loop.
 */
public interface CallMember {

  /** The guild whose call it is. */
  long guildId();

  /** The user. */
  long userId();

  /** Whether its Identify offers end-to-end encryption. */
  boolean offersDave();

  /** Whether its session is over. */
  boolean isEnded();

  /** Sends it a numbered message. */
  void post(GatewayMessage message);
}
