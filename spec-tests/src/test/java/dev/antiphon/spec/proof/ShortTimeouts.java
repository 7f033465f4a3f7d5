package dev.antiphon.spec.proof;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.internal.connection.MediaAddresses;
import dev.antiphon.internal.connection.RuntimeSettings;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The library's settings with short timeouts and delays, so that a run has many steps. */
final class ShortTimeouts {
  static final Duration HEARTBEAT = Duration.ofMillis(150);
  static final Duration RESUME_WINDOW = Duration.ofSeconds(2);
  static final Duration SPACING = Duration.ofMillis(80);

  private static final Duration STEP = Duration.ofMillis(800);
  private static final int QUEUE = 50;

  private ShortTimeouts() {}

  static RuntimeSettings settings(boolean policy) {
    return new RuntimeSettings(
        policy ? limits().withPolicy() : limits(),
        List.of(),
        true,
        new MediaAddresses(false),
        Duration.ofMillis(300),
        SPACING,
        1,
        QUEUE,
        SelfFlags.NONE,
        true,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The limits for the replay of a record. */
  static FlowLimits limits(boolean policy) {
    return settings(policy).limits();
  }

  private static FlowLimits limits() {
    FlowLimits defaults = FlowLimits.ofDefaults();
    return new FlowLimits(
        Map.ofEntries(
            Map.entry(FlowTimer.SERVER, Duration.ofMillis(600)),
            Map.entry(FlowTimer.SETTLE, Duration.ofMillis(40)),
            Map.entry(FlowTimer.DIAL, STEP.multipliedBy(2)),
            Map.entry(FlowTimer.HELLO, STEP),
            Map.entry(FlowTimer.READY, STEP),
            Map.entry(FlowTimer.RESUMED, STEP),
            Map.entry(FlowTimer.DISCOVERY_RETRY, Duration.ofMillis(150)),
            Map.entry(FlowTimer.DISCOVERY, STEP),
            Map.entry(FlowTimer.DESCRIPTION, STEP),
            Map.entry(FlowTimer.MOVE, Duration.ofMillis(500)),
            Map.entry(FlowTimer.PAIR, Duration.ofMillis(300)),
            Map.entry(FlowTimer.HOLD, Duration.ofMillis(1_200)),
            Map.entry(FlowTimer.STABLE, Duration.ofMillis(400)),
            Map.entry(FlowTimer.VIOLATIONS, Duration.ofMillis(400)),
            Map.entry(FlowTimer.PROTOCOL_ERRORS, Duration.ofSeconds(1)),
            Map.entry(FlowTimer.RESUME_WINDOW, RESUME_WINDOW),
            Map.entry(FlowTimer.LEAVE, Duration.ofMillis(400)),
            Map.entry(FlowTimer.UDP_FAILURE, Duration.ofMillis(250))),
        Duration.ofMillis(900),
        Duration.ofMillis(250),
        defaults.serverRequests(),
        defaults.violationsTolerated(),
        TakenOver.FOLLOW,
        false,
        defaults.modes(),
        retries());
  }

  private static RetryLimits retries() {
    return RetryLimits.builder()
        .resumeDelay(Duration.ofMillis(30))
        .identifyDelay(Duration.ofMillis(30))
        .soonDelay(Duration.ofMillis(15))
        .rejoinDelay(Duration.ofMillis(30))
        .longestRejoinDelay(Duration.ofMillis(150))
        .mainSessionSpread(Duration.ofMillis(100))
        .changeDelay(Duration.ofMillis(30))
        .longestChangeDelay(Duration.ofMillis(200))
        .build();
  }
}
