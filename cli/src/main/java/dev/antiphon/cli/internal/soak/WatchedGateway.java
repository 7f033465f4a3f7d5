package dev.antiphon.cli.internal.soak;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.concurrent.CompletionStage;

/** A bot's main gateway, whose op 4 are counted and held to their pace. */
record WatchedGateway(DiscordGateway gateway, VoiceStatePace pace, Figures figures)
    implements DiscordGateway {
  @Override
  public CompletionStage<Void> send(UpdateVoiceState op4) {
    figures.voiceStates.increment();
    if (!pace.allows(op4, System.nanoTime())) {
      figures.findings.add(
          "Op 4 came too soon after another: guild %d, channel %s."
              .formatted(op4.guildId(), op4.channelId()));
    }
    return gateway.send(op4);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return gateway.subscribe(listener);
  }
}
