package dev.antiphon;

import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.internal.connection.RuntimeSettings;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.spi.TransportCiphers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the connections of a {@link Voice} behave. Immutable; everything can be read back.
 *
 * <p>The defaults are the numbers of the specification. A value that cannot be meant is refused
 * when it is set, or at the latest by {@link Builder#build}, with a sentence that says which and
 * why.
 */
public final class VoiceOptions {
  private static final Duration DEFAULT_KEEPALIVE = Duration.ofSeconds(5);
  private static final Duration DEFAULT_SPACING = Duration.ofSeconds(5);
  private static final int DEFAULT_HEARTBEATS = 1;
  private static final int DEFAULT_QUEUE = 50;

  private final RuntimeSettings settings;
  private final Optional<ReconnectPolicy> policy;

  private VoiceOptions(Builder builder) {
    FlowLimits defaults = FlowLimits.ofDefaults();
    FlowLimits limits =
        new FlowLimits(
            builder.delays,
            builder.serverLost.orElse(defaults.serverLostDelay()),
            builder.severed.orElse(defaults.severedDelay()),
            builder.serverRequests,
            builder.malformedTolerated,
            builder.policy.isPresent(),
            builder.modes.orElseGet(
                () -> AvailableCiphers.preferring(builder.transportCiphers).modes()),
            builder.retries.build());
    this.policy = builder.policy;
    this.settings =
        new RuntimeSettings(
            limits,
            builder.trusted,
            builder.allowPlain,
            builder.keepalive,
            builder.voiceStateSpacing,
            builder.heartbeatsTolerated,
            builder.queueCapacity,
            new SelfFlags(builder.selfMute, builder.selfDeaf),
            builder.endToEnd,
            builder.transportCiphers,
            builder.frameCiphers);
  }

  /** The numbers of the specification, the system's trust, TLS only, end-to-end encryption. */
  public static VoiceOptions ofDefaults() {
    return builder().build();
  }

  /** A builder that begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** How long a timer of the flow runs. */
  public Duration delay(FlowTimer timer) {
    return settings.limits().delay(timer);
  }

  /** How long Discord may take to name another voice server after it took one away. */
  public Duration serverLost() {
    return settings.limits().serverLostDelay();
  }

  /** How long to wait for a sign that we were not removed, after a close with 4014 or 4022. */
  public Duration severed() {
    return settings.limits().severedDelay();
  }

  /** The application's say in how connections are tried again. */
  public Optional<ReconnectPolicy> policy() {
    return policy;
  }

  /** Whether the bot shows itself muted from the beginning. */
  public boolean selfMute() {
    return settings.self().mute();
  }

  /** Whether the bot shows itself deafened from the beginning. */
  public boolean selfDeaf() {
    return settings.self().deaf();
  }

  /** The encryption modes that may be chosen, best first. */
  public List<EncryptionMode> modes() {
    return settings.limits().modes();
  }

  /** The ciphers that are preferred to those of the Java runtime. */
  public Optional<TransportCiphers> transportCiphers() {
    return settings.transportCiphers();
  }

  /** The ciphers of end-to-end encrypted frames instead of those of the Java runtime. */
  public Optional<FrameCiphers> frameCiphers() {
    return settings.frameCiphers();
  }

  /** The certificates trusted instead of the system's; empty for the system's. */
  public List<X509Certificate> trusted() {
    return settings.trusted();
  }

  /** Whether the voice gateway is dialled without TLS. */
  public boolean allowPlain() {
    return settings.allowPlain();
  }

  /** The period of the UDP keepalive. */
  public Duration keepalive() {
    return settings.keepalive();
  }

  /** How often, and after which waits, a lost connection is tried again. */
  public RetryLimits retries() {
    return settings.limits().retries();
  }

  /** The shortest time between two op 4 of a guild. */
  public Duration voiceStateSpacing() {
    return settings.voiceStateSpacing();
  }

  /** How often op 4 is sent for one join before it is given up. */
  public int serverRequests() {
    return settings.limits().serverRequests();
  }

  /** Malformed messages within {@link FlowTimer#VIOLATIONS} that are only counted. */
  public int malformedTolerated() {
    return settings.limits().malformedTolerated();
  }

  /** Heartbeats in a row that may stay unanswered. */
  public int heartbeatsTolerated() {
    return settings.heartbeatsTolerated();
  }

  /** How many frames wait to be sent at the most. */
  public int queueCapacity() {
    return settings.queueCapacity();
  }

  /** Whether end-to-end encryption is offered. */
  public boolean endToEnd() {
    return settings.endToEnd();
  }

  RuntimeSettings settings() {
    return settings;
  }

  /** Collects options. Not for use by several threads at once. */
  public static final class Builder {
    private final Map<FlowTimer, Duration> delays = new EnumMap<>(FlowTimer.class);
    private Optional<List<EncryptionMode>> modes = Optional.empty();
    private Optional<TransportCiphers> transportCiphers = Optional.empty();
    private Optional<FrameCiphers> frameCiphers = Optional.empty();
    private List<X509Certificate> trusted = List.of();
    private Optional<Duration> serverLost = Optional.empty();
    private Optional<Duration> severed = Optional.empty();
    private Optional<ReconnectPolicy> policy = Optional.empty();
    private boolean selfMute;
    private boolean selfDeaf;
    private boolean allowPlain;
    private boolean endToEnd = true;
    private Duration keepalive = DEFAULT_KEEPALIVE;
    private RetryLimits.Builder retries = RetryLimits.builder();
    private int serverRequests = FlowLimits.ofDefaults().serverRequests();
    private int malformedTolerated = FlowLimits.ofDefaults().malformedTolerated();
    private int heartbeatsTolerated = DEFAULT_HEARTBEATS;
    private Duration voiceStateSpacing = DEFAULT_SPACING;
    private int queueCapacity = DEFAULT_QUEUE;

    private Builder() {}

    /**
     * How long a timer of the flow runs; longer than zero, at most a day. {@link FlowTimer#BACKOFF}
     * and {@link FlowTimer#PACE} have no time of their own: {@link #retries} says how long each
     * wait is.
     */
    public Builder delay(FlowTimer timer, Duration delay) {
      if (timer.hasOwnDelays()) {
        throw new IllegalArgumentException(
            timer
                + " has no delay of its own; resumeDelay, identifyDelay, rejoinDelay and changeDelay"
                + " say it");
      }
      delays.put(timer, OptionNames.bounded(timer.name(), delay));
      return this;
    }

    /**
     * How long Discord may take to name another voice server after it took one away; longer than
     * zero, at most a day. It replaces the delay of {@link FlowTimer#SERVER} meanwhile.
     */
    public Builder serverLost(Duration delay) {
      serverLost = Optional.of(OptionNames.bounded("serverLost", delay));
      return this;
    }

    /**
     * How long to wait for a sign that we were moved, not removed, after the voice server closed
     * with 4014 or 4022; longer than zero, at most a day.
     */
    public Builder severed(Duration delay) {
      severed = Optional.of(OptionNames.bounded("severed", delay));
      return this;
    }

    /** Asks the application, at three points, how connections are tried again. */
    public Builder policy(ReconnectPolicy chosen) {
      policy = Optional.of(chosen);
      return this;
    }

    /** Whether the bot shows itself muted from the beginning. */
    public Builder selfMute(boolean mute) {
      selfMute = mute;
      return this;
    }

    /** Whether the bot shows itself deafened from the beginning. */
    public Builder selfDeaf(boolean deaf) {
      selfDeaf = deaf;
      return this;
    }

    /** The encryption modes that may be chosen, best first; at least one. */
    public Builder modes(EncryptionMode... wanted) {
      modes = Optional.of(List.of(wanted));
      return this;
    }

    /** Ciphers that protect voice packets instead of those of the Java runtime. */
    public Builder transportCiphers(TransportCiphers provider) {
      transportCiphers = Optional.of(provider);
      return this;
    }

    /** Ciphers that encrypt frames end to end instead of those of the Java runtime. */
    public Builder frameCiphers(FrameCiphers provider) {
      frameCiphers = Optional.of(provider);
      return this;
    }

    /** Trusts these certificates instead of the system's. */
    public Builder trust(X509Certificate... certificates) {
      trusted = List.of(certificates);
      return this;
    }

    /**
     * Trusts the certificates of a PEM file instead of the system's.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public Builder trust(Path pem) {
      List<X509Certificate> found = new ArrayList<>();
      try (InputStream in = Files.newInputStream(pem)) {
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          found.add((X509Certificate) certificate);
        }
      } catch (IOException e) {
        throw new IllegalArgumentException(pem + " cannot be read: " + e.getMessage(), e);
      } catch (CertificateException e) {
        throw new IllegalArgumentException(pem + " is no PEM file of X.509 certificates", e);
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException(pem + " holds no certificate");
      }
      trusted = List.copyOf(found);
      return this;
    }

    /** Dials {@code ws://} instead of {@code wss://}. Only for tests: tokens travel readable. */
    public Builder allowPlain(boolean plain) {
      allowPlain = plain;
      return this;
    }

    /**
     * Whether end-to-end encryption (DAVE) is offered; on unless it is switched off. Since March
     * 2026 Discord closes connections that do not offer it with 4017.
     */
    public Builder endToEnd(boolean offered) {
      endToEnd = offered;
      return this;
    }

    /** The period of the UDP keepalive; longer than zero, at most a day. */
    public Builder keepalive(Duration period) {
      keepalive = OptionNames.bounded("keepalive", period);
      return this;
    }

    /** How often, and after which waits, a lost connection is tried again. */
    public Builder retries(RetryLimits limits) {
      retries = limits.toBuilder();
      return this;
    }

    /** Some of these numbers, the others as they are. */
    Builder retries(Consumer<RetryLimits.Builder> change) {
      change.accept(retries);
      return this;
    }

    /** How often op 4 is sent for one join before it is given up; at least once. */
    public Builder serverRequests(int times) {
      serverRequests = OptionNames.atLeast(1, "serverRequests", times);
      return this;
    }

    /** Malformed messages within {@link FlowTimer#VIOLATIONS} that are only counted; 0 or more. */
    public Builder malformedTolerated(int messages) {
      malformedTolerated = OptionNames.atLeast(0, "malformedTolerated", messages);
      return this;
    }

    /** Heartbeats in a row that may stay unanswered; 0 or more. */
    public Builder heartbeatsTolerated(int beats) {
      heartbeatsTolerated = OptionNames.atLeast(0, "heartbeatsTolerated", beats);
      return this;
    }

    /**
     * The shortest time between two op 4 of a guild, which Discord limits; a leave and the join
     * right after it count once.
     */
    public Builder voiceStateSpacing(Duration spacing) {
      voiceStateSpacing = OptionNames.bounded("voiceStateSpacing", spacing);
      return this;
    }

    /** How many frames may wait to be sent, from 1 to 10,000. */
    public Builder queueCapacity(int frames) {
      queueCapacity = OptionNames.capacity(frames);
      return this;
    }

    /**
     * Sets an option by its name, as the commands do: the name of a method of this builder or of
     * {@link RetryLimits.Builder} that takes a number or a duration, or a timer such as {@code
     * dial} or {@code discoveryRetry}. Durations are milliseconds.
     *
     * @throws IllegalArgumentException if there is no such option, or the value does not fit
     */
    public Builder set(String name, String value) {
      OptionNames.set(this, name, value);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if they contradict one another
     */
    public VoiceOptions build() {
      if (allowPlain && !trusted.isEmpty()) {
        throw new IllegalArgumentException(
            "allowPlain and trust contradict one another: without TLS there is no certificate");
      }
      return new VoiceOptions(this);
    }
  }
}
