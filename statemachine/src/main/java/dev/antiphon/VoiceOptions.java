package dev.antiphon;

import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.internal.connection.RuntimeSettings;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.udp.spi.TransportCiphers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options for all connections of a {@link Voice}. Immutable.
 *
 * <p>The builder starts with the default values. It refuses an invalid value when the value is set,
 * or at the latest in {@link Builder#build}. The message names the option and the problem.
 */
public final class VoiceOptions {
  private final RuntimeSettings settings;
  private final Optional<ReconnectPolicy> policy;

  private VoiceOptions(Builder builder) {
    this.policy = builder.policy;
    this.settings = OptionSettings.of(builder);
  }

  /**
   * The default options. They include the system's trusted certificates, TLS only, and end-to-end
   * encryption.
   */
  public static VoiceOptions ofDefaults() {
    return builder().build();
  }

  /** Returns a builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The duration of a timer of the flow. */
  public Duration delay(FlowTimer timer) {
    return settings.limits().delay(timer);
  }

  /** The time limit for Discord to assign a new voice server after it removed the old one. */
  public Duration serverLost() {
    return settings.limits().serverLostDelay();
  }

  /** The wait after 4014 or 4022 for an event that shows that the bot was moved, not removed. */
  public Duration severed() {
    return settings.limits().severedDelay();
  }

  /** What a connection does when another process of the same bot takes over. */
  public TakenOver takenOver() {
    return settings.limits().takenOver();
  }

  /** The application's policy for retries. */
  public Optional<ReconnectPolicy> policy() {
    return policy;
  }

  /** Whether a new connection shows the bot as muted. */
  public boolean selfMute() {
    return settings.self().mute();
  }

  /** Whether a new connection shows the bot as deafened. */
  public boolean selfDeaf() {
    return settings.self().deaf();
  }

  /** The allowed encryption modes, in order of preference. */
  public List<EncryptionMode> modes() {
    return settings.limits().modes();
  }

  /** The custom ciphers for voice packets. Empty: the ciphers of the Java runtime. */
  public Optional<TransportCiphers> transportCiphers() {
    return settings.transportCiphers();
  }

  /** The custom ciphers for end-to-end encrypted frames. Empty: the ciphers of the Java runtime. */
  public Optional<FrameCiphers> frameCiphers() {
    return settings.frameCiphers();
  }

  /** The trusted certificates. Empty: the trusted certificates of the system. */
  public List<X509Certificate> trusted() {
    return settings.trusted();
  }

  /** Whether connections to the voice gateway use no TLS. */
  public boolean allowPlain() {
    return settings.allowPlain();
  }

  /** Whether every voice server may name a private or loopback address for audio. */
  public boolean privateMediaAddresses() {
    return settings.mediaAddresses().localAllowed();
  }

  /** The interval between UDP keepalive packets. */
  public Duration keepalive() {
    return settings.keepalive();
  }

  /** The numbers and delays of the retries of a lost connection. */
  public RetryLimits retries() {
    return settings.limits().retries();
  }

  /** The minimum time between two voice state updates (opcode 4) of a guild. */
  public Duration voiceStateSpacing() {
    return settings.voiceStateSpacing();
  }

  /** How many times one join sends its voice state update (opcode 4) before it fails. */
  public int serverRequests() {
    return settings.limits().serverRequests();
  }

  /** How many violations of the protocol within {@link FlowTimer#VIOLATIONS} are only counted. */
  public int violationsTolerated() {
    return settings.limits().violationsTolerated();
  }

  /** How many heartbeats in a row can stay unanswered. */
  public int heartbeatsTolerated() {
    return settings.heartbeatsTolerated();
  }

  /** The maximum number of frames in the send queue. */
  public int queueCapacity() {
    return settings.queueCapacity();
  }

  /** The policy for end-to-end encryption (DAVE). */
  public EndToEnd endToEnd() {
    if (!settings.endToEnd()) {
      return EndToEnd.OFF;
    }
    return settings.endToEndRequired() ? EndToEnd.REQUIRED : EndToEnd.PREFERRED;
  }

  RuntimeSettings settings() {
    return settings;
  }

  /** Builds the options. It is not thread-safe. */
  public static final class Builder {
    // OptionSettings reads these fields.
    final Map<FlowTimer, Duration> delays = new EnumMap<>(FlowTimer.class);
    Optional<List<EncryptionMode>> modes = Optional.empty();
    Optional<TransportCiphers> transportCiphers = Optional.empty();
    Optional<FrameCiphers> frameCiphers = Optional.empty();
    List<X509Certificate> trusted = List.of();
    Optional<Duration> serverLost = Optional.empty();
    Optional<Duration> severed = Optional.empty();
    Optional<ReconnectPolicy> policy = Optional.empty();
    TakenOver takenOver = TakenOver.END;
    boolean selfMute;
    boolean selfDeaf;
    boolean allowPlain;
    boolean privateMediaAddresses;
    EndToEnd endToEnd = EndToEnd.PREFERRED;
    Duration keepalive = Duration.ofSeconds(5);
    RetryLimits.Builder retries = RetryLimits.builder();
    int serverRequests = FlowLimits.ofDefaults().serverRequests();
    int violationsTolerated = FlowLimits.ofDefaults().violationsTolerated();
    int heartbeatsTolerated = 1;
    Duration voiceStateSpacing = Duration.ofSeconds(5);
    int queueCapacity = 50;

    private Builder() {}

    /**
     * The duration of a timer of the flow. Must be longer than zero and at most one day. The timers
     * with {@link FlowTimer#hasOwnDelays} cannot be set here.
     */
    public Builder delay(FlowTimer timer, Duration delay) {
      if (timer.hasOwnDelays()) {
        throw new IllegalArgumentException(
            timer
                + " cannot be set with delay(): it follows from resumeDelay, identifyDelay,"
                + " rejoinDelay, changeDelay and the other options");
      }
      delays.put(timer, OptionNames.bounded(timer.name(), delay));
      return this;
    }

    /**
     * The time limit for Discord to assign a new voice server after it removed the old one. It
     * replaces the duration of {@link FlowTimer#SERVER} in this case. Must be longer than zero and
     * at most one day.
     */
    public Builder serverLost(Duration delay) {
      serverLost = Optional.of(OptionNames.bounded("serverLost", delay));
      return this;
    }

    /**
     * The wait after close code 4014 or 4022 for an event that shows that the bot was moved, not
     * removed. Must be longer than zero and at most one day.
     */
    public Builder severed(Duration delay) {
      severed = Optional.of(OptionNames.bounded("severed", delay));
      return this;
    }

    /** The policy with which the application decides about retries. */
    public Builder policy(ReconnectPolicy chosen) {
      policy = Optional.of(chosen);
      return this;
    }

    /** What a connection does when another process of the same bot takes over. */
    public Builder takenOver(TakenOver reaction) {
      takenOver = Objects.requireNonNull(reaction, "takenOver");
      return this;
    }

    /** Whether a new connection shows the bot as muted. */
    public Builder selfMute(boolean mute) {
      selfMute = mute;
      return this;
    }

    /** Whether a new connection shows the bot as deafened. */
    public Builder selfDeaf(boolean deaf) {
      selfDeaf = deaf;
      return this;
    }

    /** The allowed encryption modes, in order of preference. At least one is required. */
    public Builder modes(EncryptionMode... wanted) {
      modes = Optional.of(List.of(wanted));
      return this;
    }

    /** The ciphers that encrypt voice packets. */
    public Builder transportCiphers(TransportCiphers provider) {
      transportCiphers = Optional.of(provider);
      return this;
    }

    /** The ciphers that encrypt frames end to end. */
    public Builder frameCiphers(FrameCiphers provider) {
      frameCiphers = Optional.of(provider);
      return this;
    }

    /** The trusted certificates. They replace the trusted certificates of the system. */
    public Builder trust(X509Certificate... certificates) {
      trusted = List.of(certificates);
      return this;
    }

    /**
     * The file with the trusted certificates, in PEM format. They replace the trusted certificates
     * of the system.
     *
     * @throws IllegalArgumentException if the file cannot be read or contains no certificate
     */
    public Builder trust(Path pem) {
      trusted = PemCertificates.read(pem);
      return this;
    }

    /**
     * Whether to connect with {@code ws://} instead of {@code wss://}. Only for tests: tokens are
     * sent unencrypted.
     */
    public Builder allowPlain(boolean plain) {
      allowPlain = plain;
      return this;
    }

    /**
     * Whether any voice server may name a private or loopback address for audio. By default, this
     * is allowed only if its WebSocket was reached at a private or loopback address. Multicast,
     * broadcast, link-local and unspecified addresses are never allowed.
     */
    public Builder privateMediaAddresses(boolean allowed) {
      privateMediaAddresses = allowed;
      return this;
    }

    /**
     * The policy for end-to-end encryption (DAVE). {@link EndToEnd#REQUIRED} never sends audio
     * without it. {@link EndToEnd#PREFERRED} sends audio without it only in a call that is not
     * encrypted, and after the application has been told. {@link EndToEnd#OFF} does not support it;
     * since March 2026, Discord closes such connections with close code 4017. The texts {@code
     * true} and {@code false} mean PREFERRED and OFF.
     */
    public Builder endToEnd(EndToEnd policy) {
      endToEnd = Objects.requireNonNull(policy, "endToEnd");
      return this;
    }

    /** The interval between UDP keepalive packets. Must be longer than zero and at most one day. */
    public Builder keepalive(Duration period) {
      keepalive = OptionNames.bounded("keepalive", period);
      return this;
    }

    /** The numbers and delays of the retries of a lost connection. */
    public Builder retries(RetryLimits limits) {
      retries = limits.toBuilder();
      return this;
    }

    /** Changes some of the retry limits and keeps the others. */
    Builder retries(Consumer<RetryLimits.Builder> change) {
      change.accept(retries);
      return this;
    }

    /**
     * How many times one join sends its voice state update (opcode 4) before it fails. Must be at
     * least 1.
     */
    public Builder serverRequests(int times) {
      serverRequests = OptionNames.atLeast(1, "serverRequests", times);
      return this;
    }

    /**
     * How many violations of the protocol within {@link FlowTimer#VIOLATIONS} are only counted. One
     * more closes the WebSocket. The connection then resumes, rejoins or fails. Must be 0 or more.
     */
    public Builder violationsTolerated(int messages) {
      violationsTolerated = OptionNames.atLeast(0, "violationsTolerated", messages);
      return this;
    }

    /** How many heartbeats in a row can stay unanswered. Must be 0 or more. */
    public Builder heartbeatsTolerated(int beats) {
      heartbeatsTolerated = OptionNames.atLeast(0, "heartbeatsTolerated", beats);
      return this;
    }

    /**
     * The minimum time between two voice state updates (opcode 4) of a guild. Discord limits their
     * rate. A leave and a join directly after it count as one update.
     */
    public Builder voiceStateSpacing(Duration spacing) {
      voiceStateSpacing = OptionNames.bounded("voiceStateSpacing", spacing);
      return this;
    }

    /** The maximum number of frames in the send queue. Must be from 1 to 10,000. */
    public Builder queueCapacity(int frames) {
      queueCapacity = OptionNames.capacity(frames);
      return this;
    }

    /**
     * Sets an option by its name. The command-line tools use the same names. An option has the name
     * of a method of this builder or of {@link RetryLimits.Builder} that takes a number, a boolean,
     * an enum or a duration. An option for a timer has a name such as {@code dial} or {@code
     * discoveryRetry}. Durations are in milliseconds.
     *
     * @throws IllegalArgumentException if no option has this name or the value is invalid
     */
    public Builder set(String name, String value) {
      OptionNames.set(this, name, value);
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException if two options contradict each other
     */
    public VoiceOptions build() {
      if (allowPlain && !trusted.isEmpty()) {
        throw new IllegalArgumentException(
            "allowPlain and trust contradict each other: without TLS there is no certificate");
      }
      return new VoiceOptions(this);
    }
  }
}
