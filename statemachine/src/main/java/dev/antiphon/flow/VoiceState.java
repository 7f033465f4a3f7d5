package dev.antiphon.flow;

/**
 * The states of a voice connection, in the order in which a first join passes them.
 *
 * <p>Invariant: every state that is neither {@link #IDLE}, {@link #ESTABLISHED} nor terminal owns a
 * deadline, so no state can hang. Terminal means terminal for this connection: a later join makes a
 * new one.
 */
public enum VoiceState implements Substate {
  /** Created, nothing asked. */
  IDLE("Idle", "IDLE"),
  /** The main gateway was asked (op 4), or Discord told us to wait, for fresh credentials. */
  AWAITING_SERVER_UPDATE("AwaitingServerUpdate", "ASU"),
  /** The voice gateway is being dialled; then Identify is out and Ready is awaited. */
  IDENTIFYING("Identifying", "ID"),
  /** As Identifying, but with Resume on the old session; audio goes on meanwhile. */
  RESUMING("Resuming", "RS"),
  /** Ready received, encryption mode chosen, the UDP socket is opening. */
  READY("Ready", "RD"),
  /** IP discovery is out. */
  DISCOVERING("Discovering", "DI"),
  /** Select Protocol is out, Session Description is awaited. */
  SELECTING("Selecting", "SE"),
  /** Audio flows. */
  ESTABLISHED("Established", "ES"),
  /** Waiting before the next attempt. */
  BACKOFF("Backoff", "BO"),
  /** Ended in good order. */
  DISCONNECTED("Disconnected", "DC"),
  /** Ended by a failure. */
  FAILED("Failed", "FA");

  private final String title;
  private final String code;

  VoiceState(String title, String code) {
    this.title = title;
    this.code = code;
  }

  /** The name that people read, such as {@code AwaitingServerUpdate}. */
  @Override
  public String title() {
    return title;
  }

  /** The short column name used in row ids, such as {@code ASU}. */
  @Override
  public String code() {
    return code;
  }

  @Override
  public VoiceState superstate() {
    return this;
  }

  /** Whether a connection that is here stays here for ever. */
  public boolean isTerminal() {
    return this == DISCONNECTED || this == FAILED;
  }

  /** Whether audio may flow here. */
  public boolean allowsAudio() {
    return this == ESTABLISHED || this == RESUMING;
  }
}
