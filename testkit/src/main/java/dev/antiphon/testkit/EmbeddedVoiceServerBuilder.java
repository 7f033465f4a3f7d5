package dev.antiphon.testkit;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.net.ServerTls;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.ServerBehaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects what an {@link EmbeddedVoiceServer} should be like. Not for several threads at once. */
public final class EmbeddedVoiceServerBuilder {

  private static final int HEARTBEATS_MISSED = 3;
  private static final Duration LONGEST = Duration.ofDays(1);

  private Optional<ServerTls> tls = Optional.empty();
  private Optional<InetAddress> bindAddress = Optional.empty();
  private int port;
  private int udpPort;
  private List<EncryptionMode> modes = List.of(EncryptionMode.values());
  private boolean echo;
  private Duration heartbeatInterval = Duration.ofMillis(13_750);
  private Optional<Duration> heartbeatLimit = Optional.empty();
  private Duration resumeWindow = Duration.ofSeconds(60);
  private Optional<String> token = Optional.empty();
  private long firstSsrc = 1;
  private int firstSequence = 1;
  private int maxConnections = 10_000;
  private int recordingLimit = 100_000;
  private Consumer<? super ServerEvent> listener = event -> {};
  private ServerBehaviour behaviour = ServerBehaviour.NONE;
  private FaultScript faults = FaultScript.NONE;
  private DaveMode dave = DaveMode.OFF;
  private Duration daveTransitionLimit = Duration.ofSeconds(2);

  EmbeddedVoiceServerBuilder() {}

  /**
   * TLS with a certificate made for this server, naming localhost, 127.0.0.1, ::1 and the bind
   * address, issued by an authority made for this server alone. The default.
   */
  public EmbeddedVoiceServerBuilder tls() {
    tls = Optional.empty();
    return this;
  }

  /**
   * TLS with this certificate; the last of the file is what {@link
   * EmbeddedVoiceServer#caCertificate()} gives.
   *
   * @param certificatePem the server's certificate, then those that issued it, if any
   * @param keyPem its private key, PKCS#8, not encrypted
   * @throws IOException if a file can not be read or is not what it should be
   */
  public EmbeddedVoiceServerBuilder tls(Path certificatePem, Path keyPem) throws IOException {
    tls = Optional.of(ServerTls.of(certificatePem, keyPem));
    return this;
  }

  /** No TLS: {@code ws://}. */
  public EmbeddedVoiceServerBuilder plain() {
    tls = Optional.of(ServerTls.plain());
    return this;
  }

  /**
   * Where to listen. Without it the WebSocket listens on 127.0.0.1 and, where that is possible, on
   * ::1, and UDP on 127.0.0.1.
   */
  public EmbeddedVoiceServerBuilder bindAddress(InetAddress address) {
    bindAddress = Optional.of(address);
    return this;
  }

  /** TCP port, 0 (the default) for a free one. */
  public EmbeddedVoiceServerBuilder port(int value) {
    port = between("port", value, 0, 65_535);
    return this;
  }

  /** UDP port, 0 (the default) for a free one. */
  public EmbeddedVoiceServerBuilder udpPort(int value) {
    udpPort = between("udpPort", value, 0, 65_535);
    return this;
  }

  /** The modes that Ready offers, in this order; at least one. Default: all. */
  public EmbeddedVoiceServerBuilder modes(EncryptionMode... offered) {
    return modes(List.of(offered));
  }

  /** As {@link #modes(EncryptionMode...)}. */
  public EmbeddedVoiceServerBuilder modes(List<EncryptionMode> offered) {
    if (offered.isEmpty()) {
      throw new IllegalArgumentException("modes must name at least one mode");
    }
    modes = offered.stream().distinct().toList();
    return this;
  }

  /** Whether every client hears itself as user {@link EmbeddedVoiceServer#ECHO_USER_ID}. */
  public EmbeddedVoiceServerBuilder echo(boolean on) {
    echo = on;
    return this;
  }

  /** The interval that Hello names. Default: 13.75 s, as Discord's. */
  public EmbeddedVoiceServerBuilder heartbeatInterval(Duration interval) {
    heartbeatInterval = positive("heartbeatInterval", interval);
    return this;
  }

  /**
   * After how long without a heartbeat a WebSocket is closed with 4009. Default: three intervals.
   */
  public EmbeddedVoiceServerBuilder heartbeatLimit(Duration limit) {
    heartbeatLimit = Optional.of(positive("heartbeatLimit", limit));
    return this;
  }

  /** How long a session outlives its WebSocket. Default: 60 s. */
  public EmbeddedVoiceServerBuilder resumeWindow(Duration window) {
    resumeWindow = positive("resumeWindow", window);
    return this;
  }

  /** The one token that Identify must carry. Default: any that is not empty. */
  public EmbeddedVoiceServerBuilder token(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("token must not be empty");
    }
    token = Optional.of(value);
    return this;
  }

  /** The SSRC of the first session, 1 to 2^32-1; the others count on from it. Default: 1. */
  public EmbeddedVoiceServerBuilder firstSsrc(long ssrc) {
    if (ssrc < 1 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("firstSsrc must be 1 to 4294967295, not " + ssrc);
    }
    firstSsrc = ssrc;
    return this;
  }

  /**
   * The number of each session's first numbered message, 0 to 65535. Default: 1. A test of the wrap
   * begins just below 65535.
   */
  public EmbeddedVoiceServerBuilder firstSequence(int sequence) {
    firstSequence = between("firstSequence", sequence, 0, 65_535);
    return this;
  }

  /** How many connections, and how many sessions, there may be at once. Default: 10,000. */
  public EmbeddedVoiceServerBuilder maxConnections(int limit) {
    maxConnections = between("maxConnections", limit, 1, 1_000_000);
    return this;
  }

  /** How many events are kept; older ones are forgotten but stay counted. Default: 100,000. */
  public EmbeddedVoiceServerBuilder recordingLimit(int events) {
    recordingLimit = between("recordingLimit", events, 1, 100_000_000);
    return this;
  }

  /**
   * Is told every event, in order, on the server's thread; as long as it does not return, the
   * server stands still. What it throws is logged.
   */
  public EmbeddedVoiceServerBuilder listener(Consumer<? super ServerEvent> told) {
    listener = Objects.requireNonNull(told, "listener");
    return this;
  }

  /** What the server withholds. Default: nothing. */
  public EmbeddedVoiceServerBuilder behaviour(ServerBehaviour decides) {
    behaviour = Objects.requireNonNull(decides, "behaviour");
    return this;
  }

  /** What goes wrong by itself, with what the behaviour lets through. Default: nothing. */
  public EmbeddedVoiceServerBuilder faults(FaultScript script) {
    faults = Objects.requireNonNull(script, "faults");
    return this;
  }

  /** Whether calls are end-to-end encrypted. Default: {@link DaveMode#OFF}. */
  public EmbeddedVoiceServerBuilder dave(DaveMode mode) {
    dave = Objects.requireNonNull(mode, "dave");
    return this;
  }

  /**
   * How long the server waits until all are ready for a transition of the end-to-end encryption;
   * then it is executed all the same. Default: 2 s.
   */
  public EmbeddedVoiceServerBuilder daveTransitionLimit(Duration limit) {
    daveTransitionLimit = positive("daveTransitionLimit", limit);
    return this;
  }

  /**
   * Starts the server; it listens when this returns.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  public EmbeddedVoiceServer start() {
    return new EmbeddedVoiceServer(
        new ServerSettings(
            tls.orElseGet(() -> ServerTls.selfMade(bindAddress)),
            bindAddress,
            port,
            udpPort,
            modes,
            echo,
            heartbeatInterval,
            heartbeatLimit.orElse(heartbeatInterval.multipliedBy(HEARTBEATS_MISSED)),
            resumeWindow,
            token,
            firstSsrc,
            firstSequence,
            maxConnections,
            recordingLimit,
            listener,
            behaviour,
            faults,
            dave,
            daveTransitionLimit));
  }

  private static int between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(what, least, most, value));
    }
    return value;
  }

  private static Duration positive(String what, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be longer than 0 and at most %s, not %s".formatted(what, LONGEST, value));
    }
    return value;
  }
}
