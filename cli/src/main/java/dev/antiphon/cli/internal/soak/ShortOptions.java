package dev.antiphon.cli.internal.soak;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** The library's options with short deadlines and delays, so that more events happen. */
final class ShortOptions {
  static final Duration RESUME_WINDOW = Duration.ofSeconds(4);

  private static final List<FlowTimer> ONE_ATTEMPT =
      List.of(
          FlowTimer.SETTLE,
          FlowTimer.DIAL,
          FlowTimer.HELLO,
          FlowTimer.READY,
          FlowTimer.DISCOVERY,
          FlowTimer.DISCOVERY,
          FlowTimer.DESCRIPTION);
  private static final List<FlowTimer> ONE_RESUME =
      List.of(FlowTimer.DIAL, FlowTimer.HELLO, FlowTimer.RESUMED);

  private ShortOptions() {}

  /**
   * Returns options for bots that can use any of these servers. All servers have the same settings.
   */
  static VoiceOptions of(List<EmbeddedVoiceServer> servers) {
    return servers.get(0).isTls()
        ? numbers().trust(certificates(servers)).build()
        : numbers().allowPlain(true).build();
  }

  private static VoiceOptions.Builder numbers() {
    return VoiceOptions.builder()
        .voiceStateSpacing(Duration.ofMillis(500))
        .keepalive(Duration.ofSeconds(1))
        .takenOver(TakenOver.FOLLOW)
        .serverLost(Duration.ofSeconds(2))
        .delay(FlowTimer.SERVER, Duration.ofSeconds(1))
        .delay(FlowTimer.SETTLE, Duration.ofMillis(50))
        .delay(FlowTimer.DIAL, Duration.ofSeconds(4))
        .delay(FlowTimer.HELLO, Duration.ofSeconds(2))
        .delay(FlowTimer.READY, Duration.ofSeconds(2))
        .delay(FlowTimer.RESUMED, Duration.ofSeconds(2))
        .delay(FlowTimer.DISCOVERY_RETRY, Duration.ofMillis(200))
        .delay(FlowTimer.DISCOVERY, Duration.ofSeconds(2))
        .delay(FlowTimer.DESCRIPTION, Duration.ofSeconds(2))
        .delay(FlowTimer.HOLD, Duration.ofSeconds(3))
        .delay(FlowTimer.STABLE, Duration.ofSeconds(3))
        .delay(FlowTimer.VIOLATIONS, Duration.ofSeconds(1))
        .delay(FlowTimer.PROTOCOL_ERRORS, Duration.ofSeconds(4))
        .delay(FlowTimer.RESUME_WINDOW, RESUME_WINDOW)
        .delay(FlowTimer.LEAVE, Duration.ofSeconds(1))
        .delay(FlowTimer.KEYS, Duration.ofSeconds(3))
        .delay(FlowTimer.UDP_FAILURE, Duration.ofMillis(400))
        .retries(retries());
  }

  private static X509Certificate[] certificates(List<EmbeddedVoiceServer> servers) {
    return servers.stream().map(EmbeddedVoiceServer::caCertificate).toArray(X509Certificate[]::new);
  }

  private static RetryLimits retries() {
    return RetryLimits.builder()
        .resumeDelay(Duration.ofMillis(50))
        .identifyDelay(Duration.ofMillis(50))
        .soonDelay(Duration.ofMillis(20))
        .rejoinDelay(Duration.ofMillis(50))
        .longestRejoinDelay(Duration.ofMillis(400))
        .mainSessionSpread(Duration.ofMillis(300))
        .changeDelay(Duration.ofMillis(50))
        .longestChangeDelay(Duration.ofMillis(400))
        .build();
  }

  /**
   * Returns the longest time that a connection can need: all budgets are used up, and every step of
   * every attempt takes as long as its deadline allows.
   */
  static Duration sumOfDeadlines() {
    VoiceOptions options = numbers().build();
    RetryLimits retries = options.retries();
    Duration attempt =
        sum(options, ONE_ATTEMPT)
            .plus(options.voiceStateSpacing())
            .plus(options.delay(FlowTimer.SERVER).multipliedBy(options.serverRequests()))
            .plus(retries.longestRejoinDelay())
            .plus(retries.longestChangeDelay())
            .plus(retries.identifyDelay())
            .plus(sum(options, ONE_ATTEMPT).multipliedBy(retries.identifies()));
    return attempt
        .multipliedBy(retries.rejoins() + 1L)
        .plus(sum(options, ONE_RESUME).multipliedBy(retries.resumes()))
        .plus(options.delay(FlowTimer.RESUME_WINDOW))
        .plus(options.serverLost())
        .plus(options.severed())
        .plus(options.delay(FlowTimer.HOLD))
        .plus(retries.mainSessionSpread());
  }

  /** Returns the longest time that a connection can wait in one state, on a slow machine. */
  static Duration longestInOneState() {
    VoiceOptions options = numbers().build();
    return options
        .delay(FlowTimer.SERVER)
        .multipliedBy(options.serverRequests())
        .plus(sum(options, ONE_ATTEMPT))
        .plus(options.voiceStateSpacing())
        .plus(options.retries().mainSessionSpread())
        .plus(options.serverLost())
        .plus(options.severed())
        .plus(options.delay(FlowTimer.HOLD));
  }

  private static Duration sum(VoiceOptions options, List<FlowTimer> timers) {
    return timers.stream().map(options::delay).reduce(Duration.ZERO, Duration::plus);
  }
}
