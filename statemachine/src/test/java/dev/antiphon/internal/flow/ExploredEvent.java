package dev.antiphon.internal.flow;

/**
 * An event in an exploration. Its text is a line of code for a {@link FlowSimulation}.
 *
 * @param cause the event of the model
 * @param event the event that the flow receives
 * @param late whether the event belongs to a generation that is no longer held
 */
record ExploredEvent(ModelEvent cause, VoiceEvent event, boolean late) {

  /** The current event of that cause in that configuration. */
  static ExploredEvent now(ModelEvent cause, Configuration here) {
    return new ExploredEvent(cause, cause.apply(here.memory()), false);
  }

  boolean isSilent() {
    return cause.isSilent() && cause != ModelEvent.DISCOVERY_RETRY_FIRES;
  }

  @Override
  public String toString() {
    return ".on(ModelEvent." + cause + ")";
  }
}
