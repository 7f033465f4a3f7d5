package dev.antiphon.flow;

/** Why a connection ended in good order. */
public enum DisconnectReason implements Substate, Reason {
  /** The application asked for it. */
  REQUESTED("Requested", "The application disconnected."),
  /** The {@code Voice} was closed. */
  CLOSED("Closed", "The application closed its Voice."),
  /** Discord lists us in no channel any more. */
  REMOVED("Removed", "Discord no longer lists the bot in a voice channel."),
  /** Somebody disconnected us (close code 4014). */
  KICKED("Kicked", "Somebody disconnected the bot from the channel."),
  /** The call ended for everybody (close code 4022). */
  CALL_TERMINATED("CallTerminated", "The call was ended for everybody."),
  /** The bot is no longer in the guild. */
  GUILD_REMOVED("GuildRemoved", "The bot is no longer in the guild."),
  /** The channel does not exist any more. */
  CHANNEL_DELETED("ChannelDeleted", "The channel was deleted."),
  /** The bot may no longer connect to the channel. */
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

  /** What happened, in a sentence for a bot's author. */
  public String sentence() {
    return sentence;
  }
}
