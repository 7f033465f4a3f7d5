package dev.antiphon.internal.engine;

import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;

/**
 * One running flow: it holds state and memory, and takes them from step to step.
 *
 * <p>Owned by one thread at a time: the caller hands over one event after the other, never from
 * within {@link #handle}.
 */
public interface FlowEngine {

  /** The present state and memory. */
  Snapshot snapshot();

  /**
   * Takes the step that the event asks for and says what it was; the effects are the caller's to
   * execute.
   *
   * @throws EngineException if the machine underneath did not do what the table says; the memory is
   *     then unchanged, and the engine of no further use
   */
  FlowDecision handle(VoiceEvent event);
}
