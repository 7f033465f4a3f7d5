package dev.antiphon.flow;

import java.util.EnumSet;
import java.util.Set;

/** The reason why a connection waits for the main gateway. */
public enum WaitReason implements Substate, Reason {
  /** The application joined a channel. */
  JOIN("Join"),
  /** The application requested another channel. */
  MOVE("Move"),
  /** Discord has moved the bot to another channel. */
  MOVED("Moved"),
  /** Discord has named another voice server, or a new token for the current one. */
  SERVER_CHANGED("ServerChanged"),
  /** Discord has started another session. */
  SESSION_CHANGED("SessionChanged"),
  /** Discord has taken the voice server away and will name another one. */
  SERVER_LOST("ServerLost"),
  /** The voice server closed the connection with code 4014: the bot was disconnected, or moved. */
  SEVERED_4014("Severed(4014)"),
  /**
   * The voice server closed the connection with code 4022: the call ended, or its voice server
   * changed.
   */
  SEVERED_4022("Severed(4022)"),
  /**
   * New credentials are needed. Discord lists the bot in the channel, so the bot leaves the channel
   * first.
   */
  REJOIN_LEAVING("Rejoin, leaving"),
  /** New credentials were requested. */
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

  /**
   * Returns whether the connection waits for a change that Discord has started. Otherwise it waits
   * for the answer to its own voice state update (opcode 4).
   */
  public boolean isForDiscord() {
    return FOR_DISCORD.contains(this);
  }

  /**
   * Returns whether the voice server closed the connection with code 4014 or 4022. In this state,
   * it is not known yet whether the bot was removed from the channel or moved.
   */
  public boolean isSevered() {
    return this == SEVERED_4014 || this == SEVERED_4022;
  }
}
