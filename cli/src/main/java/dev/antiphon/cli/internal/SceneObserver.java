package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.record.ServerEvent;

/** Hears what happens in a {@link DemoScene}. Called by several threads; must not block. */
interface SceneObserver {
  /** The bot changed its state. */
  default void transition(Transition transition) {}

  /** The voice server received, sent or did something. */
  default void server(ServerEvent event) {}

  /** The bot spoke to the main gateway. */
  default void sent(UpdateVoiceState update) {}

  /** The main gateway spoke to the bot. */
  default void received(VoiceStateUpdate update) {}

  /** The main gateway spoke to the bot. */
  default void received(VoiceServerUpdate update) {}

  /** Everything was played and has arrived; the bot is about to leave. */
  default void leaving() {}

  /** Nothing more will happen. */
  default void ended() {}
}
