package dev.antiphon.protocol;

import java.util.concurrent.CompletionStage;

/**
 * The port to the application's own session on Discord's main gateway: the application implements
 * it, this library uses it.
 *
 * <p>All methods may be called from any thread, also concurrently, and must not block.
 */
public interface DiscordGateway {

  /**
   * Sends an opcode 4 on the main gateway.
   *
   * @return completes when the command was handed over, exceptionally when it could not be sent;
   *     that Discord answers is not part of it
   */
  CompletionStage<Void> send(UpdateVoiceState update);

  /**
   * Delivers to this listener, from now on, what the main gateway says.
   *
   * @return ends the subscription when closed; a call under way may still arrive
   */
  Subscription subscribe(Listener listener);

  /** A subscription that can be ended. */
  interface Subscription extends AutoCloseable {

    /** Ends the subscription; a second call does nothing. */
    @Override
    void close();
  }

  /**
   * Hears the main gateway.
   *
   * <p>The application calls it in the order in which things happened, one call at a time, on any
   * thread. The methods return at once and throw nothing.
   */
  interface Listener {

    /** A VOICE_STATE_UPDATE of any user; those of other users are ignored. */
    void voiceStateUpdate(VoiceStateUpdate update);

    /** A VOICE_SERVER_UPDATE. */
    void voiceServerUpdate(VoiceServerUpdate update);

    /** The main session is down, or was declared invalid; what comes next is not known yet. */
    default void sessionLost() {}

    /** The main session goes on where it was (RESUMED). */
    default void sessionResumed() {}

    /** A new main session has begun (READY); voice states of the old one are void. */
    default void sessionStarted() {}

    /**
     * We are no longer in this guild (GUILD_DELETE without {@code unavailable}).
     *
     * @param guildId an unsigned 64-bit snowflake
     */
    default void guildRemoved(long guildId) {}

    /**
     * A channel was deleted.
     *
     * @param guildId an unsigned 64-bit snowflake
     * @param channelId an unsigned 64-bit snowflake
     */
    default void channelDeleted(long guildId, long channelId) {}

    /**
     * We may no longer connect to this channel.
     *
     * @param guildId an unsigned 64-bit snowflake
     * @param channelId an unsigned 64-bit snowflake
     */
    default void connectPermissionLost(long guildId, long channelId) {}
  }
}
