package dev.antiphon.flow;

import java.util.EnumSet;
import java.util.Set;

/** Why the connection waits for the main gateway. */
public enum WaitReason implements Substate, Reason {
  /** The application asked to join. */
  JOIN("Join"),
  /** The application asked for another channel. */
  MOVE("Move"),
  /** Discord lists us in another channel. */
  MOVED("Moved"),
  /** Discord has named another voice server, or another token for it. */
  SERVER_CHANGED("ServerChanged"),
  /** Discord has given us another session. */
  SESSION_CHANGED("SessionChanged"),
  /** Discord has taken the voice server away and will name another. */
  SERVER_LOST("ServerLost"),
  /** The voice server closed with 4014: we were disconnected, or moved. */
  SEVERED_4014("Severed(4014)"),
  /** The voice server closed with 4022: the call was ended, or moved. */
  SEVERED_4022("Severed(4022)"),
  /**
   * Fresh credentials are asked for; the channel is being left first, for Discord lists us in it.
   */
  REJOIN_LEAVING("Rejoin, leaving"),
  /** Fresh credentials are asked for. */
  REJOIN("Rejoin");

  private static final Set<WaitReason> FOR_DISCORD =
      EnumSet.of(MOVED, SERVER_CHANGED, SESSION_CHANGED, SERVER_LOST, SEVERED_4014, SEVERED_4022);

  private final String title;

  WaitReason(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public VoiceState superstate() {
    return VoiceState.AWAITING_SERVER_UPDATE;
  }

  /** Whether Discord acts by itself, rather than answering an op 4 of ours. */
  public boolean isForDiscord() {
    return FOR_DISCORD.contains(this);
  }

  /** Whether we may have been removed from the channel, or only moved. */
  public boolean isSevered() {
    return this == SEVERED_4014 || this == SEVERED_4022;
  }
}
