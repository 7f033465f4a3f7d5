package dev.antiphon.internal.flow;

/**
 * How the bot shows itself in its channel.
 *
 * @param mute whether it says that it does not speak
 * @param deaf whether it says that it does not listen
 */
public record SelfFlags(boolean mute, boolean deaf) {

  /** Neither muted nor deafened. */
  public static final SelfFlags NONE = new SelfFlags(false, false);
}
