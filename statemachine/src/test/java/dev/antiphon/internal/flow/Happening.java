package dev.antiphon.internal.flow;

/**
 * What happens in an exploration: it prints as the line of a {@link FlowSimulation}.
 *
 * @param cause what the world does
 * @param event the event that it is here
 * @param late whether the event was made for what is not held any more
 */
record Happening(ModelEvent cause, VoiceEvent event, boolean late) {

  /** What the world does to that configuration now. */
  static Happening now(ModelEvent cause, Configuration here) {
    return new Happening(cause, cause.apply(here.memory()), false);
  }

  boolean isSilent() {
    return cause.isSilent() && cause != ModelEvent.DISCOVERY_RETRY_FIRES;
  }

  @Override
  public String toString() {
    return ".on(ModelEvent." + cause + ")";
  }
}
