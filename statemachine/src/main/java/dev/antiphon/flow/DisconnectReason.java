package dev.antiphon.flow;

/** The reason of an orderly end of a connection. */
public enum DisconnectReason implements Substate, Reason {
  /** The application disconnected. */
  REQUESTED("Requested", "The application disconnected."),
  /** The {@code Voice} was closed. */
  CLOSED("Closed", "The application closed its Voice."),
  /** Discord no longer lists the bot in a channel. */
  REMOVED("Removed", "Discord no longer lists the bot in a voice channel."),
  /** Somebody disconnected the bot (close code 4014). */
  KICKED("Kicked", "Somebody disconnected the bot from the channel."),
  /** The call ended for everybody (close code 4022). */
  CALL_TERMINATED("CallTerminated", "The call was ended for everybody."),
  /** The bot is no longer in the guild. */
  GUILD_REMOVED("GuildRemoved", "The bot is no longer in the guild."),
  /** The channel was deleted. */
  CHANNEL_DELETED("ChannelDeleted", "The channel was deleted."),
  /** The bot lost the permission to connect to the channel. */
  PERMISSION_LOST("PermissionLost", "The bot lost the CONNECT permission.");

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

  /** Returns a sentence for the bot's author. */
  public String sentence() {
    return sentence;
  }
}
