package dev.antiphon.cli.internal;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.concurrent.CompletionStage;

/** A main gateway that reports all its events to an observer. */
record ObservedGateway(DiscordGateway gateway, SceneObserver observer) implements DiscordGateway {
  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    observer.sent(update);
    return gateway.send(update);
  }

  @Override
  public boolean isDispatchThread() {
    return gateway.isDispatchThread();
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return gateway.subscribe(new ObservingListener(listener));
  }

  /**
   * A listener that reports events to the observer. The test double of the main gateway sends only
   * these two events.
   */
  private final class ObservingListener implements Listener {
    private final Listener listener;

    ObservingListener(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void voiceStateUpdate(VoiceStateUpdate update) {
      observer.received(update);
      listener.voiceStateUpdate(update);
    }

    @Override
    public void voiceServerUpdate(VoiceServerUpdate update) {
      observer.received(update);
      listener.voiceServerUpdate(update);
    }
  }
}
