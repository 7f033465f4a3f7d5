package dev.antiphon.protocol;

import java.util.concurrent.CompletionStage;

/**
 * The connection between this library and the application's session on Discord's main gateway,
 * called the main session. The application implements this interface, and the library calls it.
 *
 * <p>The library calls the methods from any thread, also concurrently. It calls {@link #send} for
 * one guild at a time, in order. The methods must not block. If {@code send} blocks, only its guild
 * waits.
 */
public interface DiscordGateway {

  /**
   * Sends a voice state update (opcode 4) on the main gateway. When the application closes the
   * library, this method is also called while the main session is lost.
   *
   * @return a stage that completes when the command is passed to the main gateway's connection, and
   *     completes exceptionally when the command cannot be sent. The stage does not wait for
   *     Discord's reply.
   */
  CompletionStage<Void> send(UpdateVoiceState update);

  /**
   * Adds a listener for events of the main gateway.
   *
   * @return the subscription, which removes the listener when it is closed. A call that has already
   *     started can still reach the listener.
   */
  Subscription subscribe(Listener listener);

  /**
   * Whether the calling thread delivers events to the listeners of this gateway. A blocking join
   * waits for these events, so the library refuses it on such a thread.
   *
   * <p>By default the thread is unknown and this method returns false. The library then takes the
   * first thread that delivers an event, as long as no other thread does. A blocking join on that
   * thread before the first event is not detected: it blocks the thread until the join times out.
   */
  default boolean isDispatchThread() {
    return false;
  }

  /** A listener's subscription. Closing it removes the listener. */
  interface Subscription extends AutoCloseable {

    /** Ends the subscription. A second call has no effect. */
    @Override
    void close();
  }

  /**
   * A listener for events of the main gateway.
   *
   * <p>The application calls the methods in the order of the events, one call at a time, on any
   * thread. The methods return immediately and throw no exceptions.
   */
  interface Listener {

    /**
     * A VOICE_STATE_UPDATE was received. The update can belong to any user. The library ignores
     * updates of other users.
     */
    void voiceStateUpdate(VoiceStateUpdate update);

    /** A VOICE_SERVER_UPDATE was received. */
    void voiceServerUpdate(VoiceServerUpdate update);

    /**
     * The main session was lost or became invalid. It is not known yet whether this session will be
     * resumed or a new session will start.
     */
    default void sessionLost() {}

    /** The main session was resumed (RESUMED). */
    default void sessionResumed() {}

    /** A new main session started (READY). Voice states of the old session are invalid. */
    default void sessionStarted() {}

    /**
     * The bot was removed from a guild (GUILD_DELETE without {@code unavailable}).
     *
     * @param guildId the guild, an unsigned 64-bit snowflake
     */
    default void guildRemoved(long guildId) {}

    /**
     * A channel was deleted.
     *
     * @param guildId the guild, an unsigned 64-bit snowflake
     * @param channelId the channel, an unsigned 64-bit snowflake
     */
    default void channelDeleted(long guildId, long channelId) {}

    /**
     * The bot lost the permission to connect to a channel.
     *
     * @param guildId the guild, an unsigned 64-bit snowflake
     * @param channelId the channel, an unsigned 64-bit snowflake
     */
    default void connectPermissionLost(long guildId, long channelId) {}
  }
}
