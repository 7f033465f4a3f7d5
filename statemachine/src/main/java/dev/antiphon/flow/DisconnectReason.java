package dev.antiphon.flow;

/** The reasons for the end of a connection without a failure. */
public enum DisconnectReason implements Substate, Reason {
  /** The application disconnected. */
  REQUESTED("Requested", "The application disconnected."),
  /** The {@code Voice} was closed. */
  CLOSED("Closed", "The application closed its Voice."),
  /** Discord does not list the bot in a voice channel any more. */
  REMOVED("Removed", "Discord no longer lists the bot in a voice channel."),
  /** A user disconnected the bot (close code 4014). */
  KICKED("Kicked", "A user disconnected the bot from the channel."),
  /** The call ended for all users (close code 4022). */
  CALL_TERMINATED("CallTerminated", "The call ended for all users."),
  /** The bot is no longer in the guild. */
  GUILD_REMOVED("GuildRemoved", "The bot is no longer in the guild."),
  /** The channel was deleted. */
  CHANNEL_DELETED("ChannelDeleted", "The channel was deleted."),
  /** The bot lost its permission to connect to the channel. */
  PERMISSION_LOST("PermissionLost", "The bot lost the CONNECT permission."),
  /** Another process of the same bot has joined a voice channel of the guild. */
  REPLACED("Replaced", "Another process of the same bot has taken over the voice connection.");

  private final String title;
  private final String sentence;

  DisconnectReason(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public VoiceState superstate() {
    return VoiceState.DISCONNECTED;
  }

  /** Explains the reason to the author of the bot. */
  public String sentence() {
    return sentence;
  }
}
