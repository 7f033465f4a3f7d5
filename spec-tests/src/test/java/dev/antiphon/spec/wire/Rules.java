package dev.antiphon.spec.wire;

import dev.antiphon.VoiceOptions;
import dev.antiphon.protocol.Hello;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.util.function.Consumer;

/** The rules under which connections are held open. */
enum Rules {
  USUAL(options -> {}),
  /** Usual ones, and the voice server does not say Hello. */
  NO_HELLO(options -> {}),
  NO_REJOIN(
      options -> options.retries(HeldOpen.patience().resumes(1).rejoins(0).identifies(0).build())),
  ONE_FAILURE(
      options ->
          options
              .modes(HeldOpen.MODE)
              .retries(
                  HeldOpen.patience()
                      .pathFailures(1)
                      .serverNotFound(1)
                      .authenticationFailures(1)
                      .protocolErrors(1)
                      .build()));

  private final Consumer<VoiceOptions.Builder> options;

  Rules(Consumer<VoiceOptions.Builder> options) {
    this.options = options;
  }

  /** A scene under them, in which the other channel gives no answer. */
  HeldOpen open() {
    HeldOpen scene = HeldOpen.open(options);
    scene.gateway().answering(HeldOpen.OTHER_CHANNEL, Answering.SILENTLY);
    if (this == NO_HELLO) {
      scene.withheld().never(Hello.class);
    }
    return scene;
  }
}
