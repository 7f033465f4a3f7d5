package dev.antiphon.statemachine.connection;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.statemachine.flow.VoiceEvent;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands op 4 of one guild to the application's gateway, in order, off the event loop, and reports
 * what could not be sent.
 */
final class VoiceStateSender {
  private final DiscordGateway gateway;
  private final Executor thread;
  private final long guildId;

  VoiceStateSender(DiscordGateway gateway, Executor thread, long guildId) {
    this.gateway = gateway;
    this.thread = thread;
    this.guildId = guildId;
  }

  void send(int generation, OptionalLong channelId, Consumer<VoiceEvent> failures) {
    UpdateVoiceState update = new UpdateVoiceState(guildId, channelId, false, false);
    thread.execute(
        () -> {
          try {
            gateway
                .send(update)
                .whenComplete(
                    (done, failure) -> {
                      if (failure != null) {
                        report(generation, failure, failures);
                      }
                    });
          } catch (RuntimeException failure) {
            report(generation, failure, failures);
          }
        });
  }

  /** Names the kind of failure only: the application's message could hold anything. */
  private static void report(int generation, Throwable failure, Consumer<VoiceEvent> failures) {
    failures.accept(
        new VoiceEvent.VoiceStateNotSent(
            generation,
            "op 4 could not be sent to the main gateway ("
                + failure.getClass().getSimpleName()
                + ")"));
  }
}
