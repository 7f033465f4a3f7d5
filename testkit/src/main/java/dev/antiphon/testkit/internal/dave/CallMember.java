package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;
import java.util.OptionalLong;

/**
 * A member of an end-to-end encrypted call; one object for each session. Confined to the server's
 * loop.
 */
public interface CallMember {

  /** The guild of the call. */
  long guildId();

  /** The channel in which the server has put this session; empty if it was unknown at Identify. */
  OptionalLong channelId();

  /** The user. */
  long userId();

  /** Returns true if the Identify offers end-to-end encryption. */
  boolean offersDave();

  /** Returns true if the session has ended. */
  boolean isEnded();

  /** Sends a numbered message to this member. */
  void post(GatewayMessage message);
}
