package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.Optional;

/** The next event of a main gateway, voice server and network that work normally. */
final class CooperativeWorld {
  private CooperativeWorld() {}

  /** The next event; empty when the connection is established or has ended. */
  static Optional<ModelEvent> next(Configuration now) {
    FlowMemory memory = now.memory();
    if (now.isTerminal() || now.state() == VoiceState.ESTABLISHED) {
      return Optional.empty();
    }
    if (!memory.mainUp()) {
      return Optional.of(ModelEvent.MAIN_RESUMED);
    }
    return switch (now.state()) {
      case IDLE -> Optional.of(ModelEvent.JOIN);
      case AWAITING_SERVER_UPDATE -> Optional.of(answer(now));
      case IDENTIFYING ->
          Optional.of(
              memory.timers().isArmed(FlowTimer.PACE)
                  ? ModelEvent.PACE_FIRES
                  : greet(now, ModelEvent.READY));
      case RESUMING -> Optional.of(greet(now, ModelEvent.RESUMED));
      case READY -> Optional.of(ModelEvent.UDP_READY);
      case DISCOVERING -> Optional.of(ModelEvent.DISCOVERED);
      case SELECTING -> Optional.of(ModelEvent.DESCRIBED);
      case BACKOFF -> Optional.of(ModelEvent.BACKOFF_FIRES);
      case ESTABLISHED, DISCONNECTED, FAILED -> Optional.empty();
    };
  }

  /**
   * Discord does not answer a join of the channel in which it lists the bot. A leave is answered
   * before its join, and the voice server update comes last.
   */
  private static ModelEvent answer(Configuration now) {
    FlowMemory memory = now.memory();
    Intent intent = memory.intent();
    boolean sameSession =
        now.at() instanceof FlowState.Waiting waiting && waiting.why().isForDiscord();
    if (now.surroundings().listedBefore() && !sameSession) {
      return ModelEvent.SERVER_FIRES;
    }
    if (intent.leaving() || now.at() instanceof FlowState.Leaving) {
      return ModelEvent.NO_CHANNEL;
    }
    if (memory.credentials().confirmed()) {
      return ModelEvent.SERVER_NEW_ENDPOINT;
    }
    boolean here = intent.target().orElseThrow() == FlowSimulation.CHANNEL;
    if (sameSession) {
      return here ? ModelEvent.VOICE_STATE : ModelEvent.VOICE_STATE_ELSEWHERE;
    }
    return here ? ModelEvent.VOICE_STATE_NEW_SESSION : ModelEvent.VOICE_STATE_ELSEWHERE_NEW_SESSION;
  }

  private static ModelEvent greet(Configuration now, ModelEvent welcome) {
    if (!now.external().socketOpen()) {
      return ModelEvent.SOCKET_OPEN;
    }
    return now.memory().socket().hello() ? welcome : ModelEvent.HELLO;
  }
}
