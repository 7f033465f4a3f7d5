package dev.antiphon.flow;

/**
 * The states of a voice connection, in the order of a first join.
 *
 * <p>Invariant: every state except {@link #IDLE}, {@link #ESTABLISHED} and the terminal states has
 * a deadline, so no state can hang. A terminal state is final for this connection; a later join
 * creates a new connection.
 */
public enum VoiceState implements Substate {
  /** A new connection. No channel was requested yet. */
  IDLE("Idle", "IDLE"),
  /**
   * Waits for new credentials: a voice state update (opcode 4) was sent, or Discord has announced a
   * change.
   */
  AWAITING_SERVER_UPDATE("AwaitingServerUpdate", "ASU"),
  /** Dials the voice gateway, sends Identify and waits for Ready. */
  IDENTIFYING("Identifying", "ID"),
  /** Dials the voice gateway and resumes the old session. Audio continues. */
  RESUMING("Resuming", "RS"),
  /** The message Ready was received and the encryption mode is chosen. The UDP socket opens. */
  READY("Ready", "RD"),
  /** Asks the voice server over UDP for the bot's own address (IP discovery). */
  DISCOVERING("Discovering", "DI"),
  /** Select Protocol was sent. Waits for Session Description. */
  SELECTING("Selecting", "SE"),
  /** Audio flows. */
  ESTABLISHED("Established", "ES"),
  /** Waits before the next attempt. */
  BACKOFF("Backoff", "BO"),
  /** The connection ended without a failure. */
  DISCONNECTED("Disconnected", "DC"),
  /** The connection ended with a failure. */
  FAILED("Failed", "FA");

  private final String title;
  private final String code;

  VoiceState(String title, String code) {
    this.title = title;
    this.code = code;
  }

  /** Returns the name for people, such as {@code AwaitingServerUpdate}. */
  @Override
  public String title() {
    return title;
  }

  /** Returns the short name used in row ids, such as {@code ASU}. */
  @Override
  public String code() {
    return code;
  }

  @Override
  public VoiceState superstate() {
    return this;
  }

  /** Returns whether the connection never leaves this state. */
  public boolean isTerminal() {
    return this == DISCONNECTED || this == FAILED;
  }

  /** Returns whether audio can flow in this state. */
  public boolean allowsAudio() {
    return this == ESTABLISHED || this == RESUMING;
  }
}
