package dev.antiphon;

import dev.antiphon.internal.connection.MediaAddresses;
import dev.antiphon.internal.connection.RuntimeSettings;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.udp.internal.AvailableCiphers;

/** Converts the options into the settings of the connections. */
final class OptionSettings {
  private OptionSettings() {}

  static RuntimeSettings of(VoiceOptions.Builder options) {
    return new RuntimeSettings(
        limits(options),
        options.trusted,
        options.allowPlain,
        new MediaAddresses(options.privateMediaAddresses),
        options.keepalive,
        options.voiceStateSpacing,
        options.heartbeatsTolerated,
        options.queueCapacity,
        new SelfFlags(options.selfMute, options.selfDeaf),
        options.endToEnd != EndToEnd.OFF,
        options.endToEnd == EndToEnd.REQUIRED,
        options.transportCiphers,
        options.frameCiphers);
  }

  private static FlowLimits limits(VoiceOptions.Builder options) {
    FlowLimits defaults = FlowLimits.ofDefaults();
    return new FlowLimits(
        options.delays,
        options.serverLost.orElse(defaults.serverLostDelay()),
        options.severed.orElse(defaults.severedDelay()),
        options.serverRequests,
        options.violationsTolerated,
        options.takenOver,
        options.policy.isPresent(),
        options.modes.orElseGet(
            () -> AvailableCiphers.preferring(options.transportCiphers).modes()),
        options.retries.build());
  }
}
