package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.VoiceEvent;
import java.util.function.Supplier;

/** Receives the events of a connection. */
@FunctionalInterface
interface EventSink {

  /**
   * Queues an event. The supplier creates the event when it is handled, because creating it changes
   * the vault. So the vault and the flow stay consistent during a burst of messages.
   */
  void acceptLater(Supplier<VoiceEvent> event);

  /** Queues an event. */
  default void accept(VoiceEvent event) {
    acceptLater(() -> event);
  }
}
