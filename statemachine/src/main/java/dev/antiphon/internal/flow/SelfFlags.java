package dev.antiphon.internal.flow;

/**
 * The flags that the bot shows in its channel.
 *
 * @param mute whether it shows that it does not speak (self mute)
 * @param deaf whether it shows that it does not listen (self deaf)
 */
public record SelfFlags(boolean mute, boolean deaf) {

  /** Neither self mute nor self deaf. */
  public static final SelfFlags NONE = new SelfFlags(false, false);
}
