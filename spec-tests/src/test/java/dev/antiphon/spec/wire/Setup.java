package dev.antiphon.spec.wire;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.protocol.Hello;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.util.function.Consumer;

/** The configuration of the test bench for one row of {@code actions.tsv}. */
enum Setup {
  DEFAULT(options -> {}),
  /** The connection follows a session of another process of the bot. */
  FOLLOWING(options -> options.takenOver(TakenOver.FOLLOW)),
  /** The default options; the voice server does not send Hello. */
  NO_HELLO(options -> {}),
  NO_REJOIN(
      options ->
          options.retries(TestBench.longDelays().resumes(1).rejoins(0).identifies(0).build())),
  ONE_FAILURE(
      options ->
          options
              .modes(TestBench.MODE)
              .retries(
                  TestBench.longDelays()
                      .pathFailures(1)
                      .serverNotFound(1)
                      .authenticationFailures(1)
                      .protocolErrors(1)
                      .build())),
  /** The first violation of the protocol ends the WebSocket. There is one encryption mode. */
  NO_VIOLATION(options -> options.violationsTolerated(0).modes(TestBench.MODE)),
  NO_VIOLATION_AND_NO_REJOIN(
      options ->
          options
              .violationsTolerated(0)
              .modes(TestBench.MODE)
              .retries(TestBench.longDelays().resumes(1).rejoins(0).build())),
  NO_VIOLATION_AND_NO_RESUME(
      options -> options.violationsTolerated(0).retries(TestBench.longDelays().resumes(0).build())),
  NO_VIOLATION_AND_NO_RETRY(
      options ->
          options
              .violationsTolerated(0)
              .retries(TestBench.longDelays().resumes(0).rejoins(0).build()));

  private final Consumer<VoiceOptions.Builder> options;

  Setup(Consumer<VoiceOptions.Builder> options) {
    this.options = options;
  }

  /** Starts a bench with this setup. Requests for the other channel are not answered. */
  TestBench open() {
    TestBench bench = TestBench.open(options);
    bench.gateway().answering(TestBench.OTHER_CHANNEL, Answering.SILENTLY);
    if (this == NO_HELLO) {
      bench.blockedAnswers().block(Hello.class);
    }
    return bench;
  }
}
