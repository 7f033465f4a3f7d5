package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.VoiceEvent;
import java.util.function.Supplier;

/** Where events go in. */
@FunctionalInterface
interface EventSink {

  /**
   * Takes an event that is made when its turn has come, because making it touches the vault: so
   * what a burst of messages says is kept in step with what the flow knows.
   */
  void acceptLater(Supplier<VoiceEvent> event);

  /** Takes an event. */
  default void accept(VoiceEvent event) {
    acceptLater(() -> event);
  }
}
