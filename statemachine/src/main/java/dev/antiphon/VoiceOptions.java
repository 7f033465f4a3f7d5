package dev.antiphon;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.statemachine.connection.RuntimeSettings;
import dev.antiphon.statemachine.flow.FlowLimits;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.statemachine.flow.RetryLimits;
import dev.antiphon.udp.EncryptionModes;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
  private static final int DEFAULT_QUEUE = 50;
  private static final int MOST_FRAMES = 10_000;

  /** Longer is a mistake in the unit, and the loop's clock counts nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final RuntimeSettings settings;

  private VoiceOptions(Builder builder) {
    FlowLimits defaults = FlowLimits.ofDefaults();
    FlowLimits limits =
        new FlowLimits(
            builder.delays,
            builder.serverLost.orElse(defaults.serverLostDelay()),
            defaults.serverRequests(),
            defaults.malformedTolerated(),
            builder.modes,
            builder.retries);
    this.settings =
        new RuntimeSettings(
            limits,
            builder.trusted,
            builder.allowPlain,
            builder.keepalive,
            builder.voiceStateSpacing,
            builder.queueCapacity);
  }

  /** The numbers of the specification, the system's trust, TLS only. */
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

  /** The encryption modes that may be chosen, best first. */
  public List<EncryptionMode> modes() {
    return settings.limits().modes();
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

  /** How many frames wait to be sent at the most. */
  public int queueCapacity() {
    return settings.queueCapacity();
  }

  RuntimeSettings settings() {
    return settings;
  }

  /** Collects options. Not for use by several threads at once. */
  public static final class Builder {
    private final Map<FlowTimer, Duration> delays = new EnumMap<>(FlowTimer.class);
    private List<EncryptionMode> modes = EncryptionModes.available();
    private List<X509Certificate> trusted = List.of();
    private Optional<Duration> serverLost = Optional.empty();
    private boolean allowPlain;
    private Duration keepalive = DEFAULT_KEEPALIVE;
    private RetryLimits retries = RetryLimits.DEFAULTS;
    private Duration voiceStateSpacing = DEFAULT_SPACING;
    private int queueCapacity = DEFAULT_QUEUE;

    private Builder() {}

    /** How long a timer of the flow runs; longer than zero, at most a day. */
    public Builder delay(FlowTimer timer, Duration delay) {
      delays.put(timer, bounded(timer.name(), delay));
      return this;
    }

    /**
     * How long Discord may take to name another voice server after it took one away; longer than
     * zero, at most a day. It replaces the delay of {@link FlowTimer#SERVER} meanwhile.
     */
    public Builder serverLost(Duration delay) {
      serverLost = Optional.of(bounded("serverLost", delay));
      return this;
    }

    /** The encryption modes that may be chosen, best first; at least one. */
    public Builder modes(EncryptionMode... wanted) {
      modes = List.of(wanted);
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

    /** The period of the UDP keepalive; longer than zero, at most a day. */
    public Builder keepalive(Duration period) {
      keepalive = bounded("keepalive", period);
      return this;
    }

    /** How often, and after which waits, a lost connection is tried again. */
    public Builder retries(RetryLimits limits) {
      retries = limits;
      return this;
    }

    /**
     * The shortest time between two op 4 of a guild, which Discord limits; a leave and the join
     * right after it count once.
     */
    public Builder voiceStateSpacing(Duration spacing) {
      voiceStateSpacing = bounded("voiceStateSpacing", spacing);
      return this;
    }

    /** How many frames may wait to be sent, from 1 to 10,000. */
    public Builder queueCapacity(int frames) {
      queueCapacity = capacity(frames);
      return this;
    }

    /**
     * Sets an option by its name, as the commands do: {@code keepalive}, {@code queueCapacity},
     * {@code serverLost}, or a timer such as {@code dial} or {@code discoveryRetry}. Durations are
     * milliseconds.
     *
     * @throws IllegalArgumentException if there is no such option, or the value does not fit
     */
    public Builder set(String name, String value) {
      switch (name) {
        case "serverLost" -> serverLost(milliseconds(name, value));
        case "keepalive" -> keepalive(milliseconds(name, value));
        case "queueCapacity" -> queueCapacity = capacity(number(name, value));
        default -> delay(timer(name), milliseconds(name, value));
      }
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

    private static FlowTimer timer(String name) {
      return Arrays.stream(FlowTimer.values())
          .filter(timer -> optionName(timer).equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no option "
                          + name
                          + "; there are keepalive, queueCapacity, serverLost, "
                          + Arrays.stream(FlowTimer.values())
                              .map(Builder::optionName)
                              .collect(Collectors.joining(", "))));
    }

    /** DISCOVERY_RETRY is called discoveryRetry. */
    private static String optionName(FlowTimer timer) {
      String[] words = timer.name().toLowerCase(Locale.ROOT).split("_");
      StringBuilder name = new StringBuilder(words[0]);
      for (int i = 1; i < words.length; i++) {
        name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
      }
      return name.toString();
    }

    private static Duration milliseconds(String name, String value) {
      return Duration.ofMillis(number(name, value));
    }

    private static long number(String name, String value) {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            name + " must be a whole number, was \"" + value + "\"", e);
      }
    }

    private static int capacity(long frames) {
      if (frames < 1 || frames > MOST_FRAMES) {
        throw new IllegalArgumentException(
            "queueCapacity must be from 1 to " + MOST_FRAMES + " frames, was " + frames);
      }
      return (int) frames;
    }

    private static Duration bounded(String name, Duration duration) {
      if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " must be longer than zero and at most a day, was " + duration);
      }
      return duration;
    }
  }
}
