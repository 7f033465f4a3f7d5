package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;

/**
 * The end-to-end encryption reports the status of its keys.
 *
 * @param session the generation of the WebSocket over which Identify of this encryption session was
 *     sent
 */
public record KeysReported(int session, KeyStatus status) implements VoiceEvent {
  @Override
  public EventKind kind(FlowMemory memory) {
    return status.kind();
  }

  @Override
  public boolean isCurrent(FlowMemory memory) {
    return session != 0 && session == memory.encryption().session();
  }
}
