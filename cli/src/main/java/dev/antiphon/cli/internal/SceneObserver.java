package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.record.ServerEvent;

/**
 * Receives the events of a {@link DemoScene}. It is called by several threads and must not block.
 */
interface SceneObserver {
  /** The bot changed its state. */
  default void transition(Transition transition) {}

  /** The voice server received, sent or did something. */
  default void server(ServerEvent event) {}

  /** The bot sent a message to the main gateway. */
  default void sent(UpdateVoiceState update) {}

  /** The main gateway sent an event to the bot. */
  default void received(VoiceStateUpdate update) {}

  /** The main gateway sent an event to the bot. */
  default void received(VoiceServerUpdate update) {}

  /** All frames were played and received. The bot leaves next. */
  default void leaving() {}

  /** The scene ended. No more events follow. */
  default void ended() {}
}
