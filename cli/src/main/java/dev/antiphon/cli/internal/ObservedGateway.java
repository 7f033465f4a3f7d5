package dev.antiphon.cli.internal;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.concurrent.CompletionStage;

/** A main gateway whose talk with the bot is overheard. */
record OverheardGateway(DiscordGateway gateway, SceneObserver observer) implements DiscordGateway {
  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    observer.sent(update);
    return gateway.send(update);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return gateway.subscribe(new Overhearing(listener));
  }

  /** The double of the main gateway says these two things and no other. */
  private final class Overhearing implements Listener {
    private final Listener listener;

    Overhearing(Listener listener) {
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
