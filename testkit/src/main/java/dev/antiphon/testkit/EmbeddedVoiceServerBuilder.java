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

/** Builder of an {@link EmbeddedVoiceServer}. Not thread-safe. */
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
   * Uses TLS with a generated certificate. The certificate names localhost, 127.0.0.1, ::1 and the
   * bind address. A certificate authority that is created for this server issues the certificate.
   * This is the default.
   */
  public EmbeddedVoiceServerBuilder tls() {
    tls = Optional.empty();
    return this;
  }

  /**
   * Uses TLS with the given certificate. {@link EmbeddedVoiceServer#caCertificate()} returns the
   * last certificate of the file.
   *
   * @param certificatePem the server's certificate, followed by its issuers if there are any
   * @param keyPem the private key in PKCS#8 format, not encrypted
   * @throws IOException if a file cannot be read or has the wrong format
   */
  public EmbeddedVoiceServerBuilder tls(Path certificatePem, Path keyPem) throws IOException {
    tls = Optional.of(ServerTls.of(certificatePem, keyPem));
    return this;
  }

  /** Disables TLS: clients use {@code ws://}. */
  public EmbeddedVoiceServerBuilder plain() {
    tls = Optional.of(ServerTls.plain());
    return this;
  }

  /**
   * Sets the address to listen on. Default: the WebSocket listens on 127.0.0.1 and, if possible, on
   * ::1. UDP listens on 127.0.0.1.
   */
  public EmbeddedVoiceServerBuilder bindAddress(InetAddress address) {
    bindAddress = Optional.of(address);
    return this;
  }

  /** Sets the TCP port. Default: 0, which selects a free port. */
  public EmbeddedVoiceServerBuilder port(int value) {
    port = between("port", value, 0, 65_535);
    return this;
  }

  /** Sets the UDP port. Default: 0, which selects a free port. */
  public EmbeddedVoiceServerBuilder udpPort(int value) {
    udpPort = between("udpPort", value, 0, 65_535);
    return this;
  }

  /** Sets the encryption modes that Ready offers, in this order; at least one. Default: all. */
  public EmbeddedVoiceServerBuilder modes(EncryptionMode... offered) {
    return modes(List.of(offered));
  }

  /** Like {@link #modes(EncryptionMode...)}, with a list. */
  public EmbeddedVoiceServerBuilder modes(List<EncryptionMode> offered) {
    if (offered.isEmpty()) {
      throw new IllegalArgumentException("modes must name at least one mode");
    }
    modes = offered.stream().distinct().toList();
    return this;
  }

  /**
   * Sets whether each client receives its own audio from the user {@link
   * EmbeddedVoiceServer#ECHO_USER_ID}. Default: false.
   */
  public EmbeddedVoiceServerBuilder echo(boolean on) {
    echo = on;
    return this;
  }

  /** Sets the heartbeat interval of Hello. Default: 13.75 s, like Discord. */
  public EmbeddedVoiceServerBuilder heartbeatInterval(Duration interval) {
    heartbeatInterval = positive("heartbeatInterval", interval);
    return this;
  }

  /**
   * Sets the longest time without a heartbeat. After this time, the server closes the WebSocket
   * with 4009 (session timeout). Default: three heartbeat intervals.
   */
  public EmbeddedVoiceServerBuilder heartbeatLimit(Duration limit) {
    heartbeatLimit = Optional.of(positive("heartbeatLimit", limit));
    return this;
  }

  /** Sets how long a session survives without a WebSocket. Default: 60 s. */
  public EmbeddedVoiceServerBuilder resumeWindow(Duration window) {
    resumeWindow = positive("resumeWindow", window);
    return this;
  }

  /** Sets the only token that Identify accepts. Default: every token that is not empty. */
  public EmbeddedVoiceServerBuilder token(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("token must not be empty");
    }
    token = Optional.of(value);
    return this;
  }

  /**
   * Sets the SSRC of the first session, 1 to 2^32-1. Each later session gets the next number.
   * Default: 1.
   */
  public EmbeddedVoiceServerBuilder firstSsrc(long ssrc) {
    if (ssrc < 1 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("firstSsrc must be 1 to 4294967295, not " + ssrc);
    }
    firstSsrc = ssrc;
    return this;
  }

  /**
   * Sets the sequence number of the first numbered message of each session, 0 to 65535. Default: 1.
   * To test the step from 65535 to 0, start just below 65535.
   */
  public EmbeddedVoiceServerBuilder firstSequence(int sequence) {
    firstSequence = between("firstSequence", sequence, 0, 65_535);
    return this;
  }

  /**
   * Sets the maximum number of connections at the same time. The same limit applies to sessions.
   * Default: 10,000.
   */
  public EmbeddedVoiceServerBuilder maxConnections(int limit) {
    maxConnections = between("maxConnections", limit, 1, 1_000_000);
    return this;
  }

  /**
   * Sets how many events are kept. Older events are discarded, but {@link
   * EmbeddedVoiceServer#summary()} still counts them. Default: 100,000.
   */
  public EmbeddedVoiceServerBuilder recordingLimit(int events) {
    recordingLimit = between("recordingLimit", events, 1, 100_000_000);
    return this;
  }

  /**
   * Sets the listener of events. The listener receives every event in order on the server's thread,
   * and the server waits until the listener returns. Exceptions of the listener are logged.
   */
  public EmbeddedVoiceServerBuilder listener(Consumer<? super ServerEvent> newListener) {
    listener = Objects.requireNonNull(newListener, "listener");
    return this;
  }

  /** Sets the behaviour, which can drop or delay messages. Default: no message is changed. */
  public EmbeddedVoiceServerBuilder behaviour(ServerBehaviour newBehaviour) {
    behaviour = Objects.requireNonNull(newBehaviour, "behaviour");
    return this;
  }

  /**
   * Sets the fault script. It applies to messages that the behaviour delivers. Default: no faults.
   */
  public EmbeddedVoiceServerBuilder faults(FaultScript script) {
    faults = Objects.requireNonNull(script, "faults");
    return this;
  }

  /** Sets the mode of end-to-end encryption. Default: {@link DaveMode#OFF}. */
  public EmbeddedVoiceServerBuilder dave(DaveMode mode) {
    dave = Objects.requireNonNull(mode, "dave");
    return this;
  }

  /**
   * Sets how long the server waits until all members are ready for a DAVE transition. After this
   * time, it executes the transition anyway. Default: 2 s.
   */
  public EmbeddedVoiceServerBuilder daveTransitionLimit(Duration limit) {
    daveTransitionLimit = positive("daveTransitionLimit", limit);
    return this;
  }

  /**
   * Starts the server. The server is listening when this method returns.
   *
   * @throws java.io.UncheckedIOException if a port is not available
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
