package dev.antiphon.cli.internal.soak;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.concurrent.CompletionStage;

/** A bot's main gateway. It counts the voice state updates (opcode 4) and checks their rate. */
record CheckedGateway(
    DiscordGateway gateway, VoiceStateSpacingCheck spacingCheck, Measurements measurements)
    implements DiscordGateway {
  @Override
  public CompletionStage<Void> send(UpdateVoiceState op4) {
    measurements.voiceStates.increment();
    if (!spacingCheck.allows(op4, System.nanoTime())) {
      measurements.brokenInvariants.add(
          "An opcode 4 was sent too soon after the previous one: guild %d, channel %s."
              .formatted(op4.guildId(), op4.channelId()));
    }
    return gateway.send(op4);
  }

  @Override
  public boolean isDispatchThread() {
    return gateway.isDispatchThread();
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return gateway.subscribe(listener);
  }
}
