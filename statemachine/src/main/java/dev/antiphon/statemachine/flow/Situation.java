package dev.antiphon.statemachine.flow;

/** All that a guard may ask: the limits, the memory and the event, none of which can change. */
public record Situation(FlowLimits limits, FlowMemory memory, VoiceEvent event) {

  /** The credentials as they are once this event has been taken note of. */
  Credentials credentialsWithEvent() {
    Credentials known = memory.credentials();
    if (event instanceof VoiceEvent.VoiceServer server) {
      return server.endpoint() == Credentials.NONE
          ? known.withoutServer()
          : known.withServer(server.endpoint(), server.token());
    }
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      if (voiceState.channelId().isEmpty()) {
        return known.withoutSession();
      }
      return voiceState.channelId().equals(memory.intent().target())
          ? known.confirmedBy(voiceState.session())
          : known.withoutToken(voiceState.session());
    }
    return known;
  }
}
