package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.DecodeLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets to voice servers. The URL is {@code wss://} + endpoint + {@code /?v=8}.
 *
 * <p>Each dial has one deadline for name lookup, TCP, TLS and the HTTP upgrade. The dialer uses TLS
 * 1.2 or 1.3. It verifies the certificate and the host name, with the system's certificate
 * authorities or with given authorities.
 *
 * <p>A dial races the addresses of the host. The losers are closed before the listener is told that
 * the socket is open. The dialer remembers which addresses of a host worked and which failed. If a
 * host cannot be looked up, the addresses that worked are dialled.
 *
 * <p>One dialer serves many dials. It is safe for use from any thread. The caller owns the event
 * loops. The dialer owns the threads for name lookups and TLS handshakes; {@link #close()} ends
 * these threads.
 *
 * <p>Source: Discord documentation, "Voice Connections", "Establishing a Voice Websocket
 * Connection"; RFC 6455.
 */
public final class GatewayDialer implements AutoCloseable {
  /**
   * The maximum time that a closing socket waits for the server's close frame and the end of the
   * connection.
   */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);

  /** The settings that all dials of a dialer share. */
  record Settings(
      ChannelFactory<? extends Channel> channels,
      Optional<SslContext> tls,
      int frameLimit,
      int aggregateLimit,
      int toleratedBeats,
      DoubleSupplier jitter,
      NameLookup names,
      AddressMemory addresses,
      TlsThreads tlsThreads) {}

  private final Settings settings;

  private GatewayDialer(Settings settings) {
    this.settings = settings;
  }

  /**
   * Creates a builder. Only the channel type is required.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts a dial and returns immediately.
   *
   * @param loop the event loop that runs the socket and calls the listener; its type must match the
   *     channel type
   * @param endpoint the voice server
   * @param sequence the connection's sequence number. The socket updates it before it reports a
   *     message.
   * @param deadline the maximum duration of the dial, from this call until the WebSocket is open
   * @param listener receives the events of the socket. When the caller is on the loop, the first
   *     call comes after this method returns.
   * @return the socket; the dial is still in progress
   * @throws IllegalArgumentException when the deadline is not positive or is longer than a day
   * @throws IllegalStateException when the dialer is closed
   * @throws java.util.concurrent.RejectedExecutionException when the event loop is shut down
   */
  public VoiceSocket dial(
      EventLoop loop,
      Endpoint endpoint,
      SequenceTracker sequence,
      Duration deadline,
      VoiceSocketListener listener) {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(sequence, "sequence");
    Objects.requireNonNull(listener, "listener");
    if (deadline.isZero() || deadline.isNegative() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
      throw new IllegalArgumentException(
          "the dial deadline is "
              + deadline
              + "; expected more than zero and at most "
              + LONGEST_DEADLINE);
    }
    if (settings.names().isClosed()) {
      throw new IllegalStateException("this dialer is closed");
    }
    LoopVoiceSocket socket =
        new LoopVoiceSocket(settings, loop, endpoint, sequence, deadline, listener);
    socket.start();
    return socket;
  }

  /**
   * Ends the threads of name lookups and TLS handshakes. Open sockets stay open. Running dials
   * succeed, fail or reach their deadline.
   */
  @Override
  public void close() {
    settings.names().close();
    settings.tlsThreads().close();
  }

  /** A builder for dialers. */
  public static final class Builder {
    private @Nullable ChannelFactory<? extends Channel> channels;
    private X509Certificate @Nullable [] authorities;
    private boolean plain;
    private int frameLimit = DecodeLimits.MAX_FRAME_LENGTH;
    private int aggregateLimit = DecodeLimits.MAX_FRAME_LENGTH;
    private int toleratedBeats = 1;
    private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();
    private NameLookup.Resolver resolver = InetAddress::getAllByName;

    private Builder() {}

    /**
     * Sets the class of the TCP client channel. It must match the caller's event loops: for example
     * {@code NioSocketChannel} or {@code EpollSocketChannel}.
     *
     * @param type a channel class with a public constructor without parameters
     * @return this builder
     */
    public Builder channelType(Class<? extends Channel> type) {
      channels = new ReflectiveChannelFactory<>(type);
      return this;
    }

    /**
     * Trusts the certificates in a file instead of the system's certificate authorities.
     *
     * @param caPem a PEM file with X.509 certificates
     * @return this builder
     * @throws IllegalArgumentException when the file cannot be read or contains no certificate
     */
    public Builder trust(Path caPem) {
      try (InputStream in = Files.newInputStream(caPem)) {
        return trust(
            CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new));
      } catch (IOException | CertificateException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            caPem + " could not be read; expected a PEM file with X.509 certificates", e);
      }
    }

    /**
     * Trusts these certificates instead of the system's certificate authorities.
     *
     * @param certificates the certificates, at least one
     * @return this builder
     * @throws IllegalArgumentException when there is no certificate
     */
    public Builder trust(X509Certificate... certificates) {
      if (certificates.length == 0) {
        throw new IllegalArgumentException("no certificates were given; expected at least one");
      }
      authorities = certificates.clone();
      return this;
    }

    /**
     * Uses {@code ws://} instead of {@code wss://}, without encryption. Use it only for tests on
     * the local machine. The default is false: the dialer never uses a connection without TLS.
     *
     * @param allowed whether all dials of this dialer use no TLS
     * @return this builder
     */
    public Builder allowPlain(boolean allowed) {
      plain = allowed;
      return this;
    }

    /**
     * Sets the maximum length of a received frame. A longer frame closes the socket with 1009. The
     * default is {@link DecodeLimits#MAX_FRAME_LENGTH}, the limit of the codecs.
     *
     * @param bytes the length in bytes, at least 125 (the maximum length of a control frame)
     * @return this builder
     */
    public Builder frameLimit(int bytes) {
      frameLimit = bytes;
      return this;
    }

    /**
     * Sets the maximum length of a received message that has several fragments. A longer message
     * closes the socket with 1009. The default is {@link DecodeLimits#MAX_FRAME_LENGTH}.
     *
     * @param bytes the length in bytes, at least the frame limit
     * @return this builder
     */
    public Builder aggregateLimit(int bytes) {
      aggregateLimit = bytes;
      return this;
    }

    /**
     * Sets the tolerated number of consecutive unanswered heartbeats. The default is 1: the socket
     * reports the second unanswered heartbeat.
     *
     * @param beats the number of heartbeats, 0 or more
     * @return this builder
     */
    public Builder toleratedBeats(int beats) {
      toleratedBeats = beats;
      return this;
    }

    /**
     * Sets the delay of the first heartbeat as a fraction of the interval. The default is a
     * uniformly distributed random fraction.
     *
     * @param fraction supplies numbers from 0 (inclusive) to 1 (exclusive); called on the event
     *     loops
     * @return this builder
     */
    public Builder jitter(DoubleSupplier fraction) {
      jitter = Objects.requireNonNull(fraction, "fraction");
      return this;
    }

    Builder resolver(NameLookup.Resolver names) {
      resolver = names;
      return this;
    }

    /**
     * Creates the dialer.
     *
     * @return a dialer, which the caller must close after use
     * @throws IllegalArgumentException when a limit is out of its range
     * @throws IllegalStateException when the channel type is missing, when {@code trust} is
     *     combined with {@code allowPlain(true)}, or when this Java runtime does not support TLS
     */
    public GatewayDialer build() {
      if (channels == null) {
        throw new IllegalStateException(
            "the channel type is missing; call channelType, for example with NioSocketChannel");
      }
      if (plain && authorities != null) {
        throw new IllegalStateException(
            "trust and allowPlain(true) were combined; expected one of them,"
                + " because connections without TLS verify no certificate");
      }
      require(
          frameLimit >= 125, "the frame limit is " + frameLimit + " bytes; expected at least 125");
      require(
          aggregateLimit >= frameLimit,
          "the aggregate limit is "
              + aggregateLimit
              + " bytes; expected at least the frame limit, "
              + frameLimit);
      require(toleratedBeats >= 0, "toleratedBeats is " + toleratedBeats + "; expected 0 or more");
      return new GatewayDialer(
          new Settings(
              channels,
              plain ? Optional.empty() : Optional.of(tls()),
              frameLimit,
              aggregateLimit,
              toleratedBeats,
              jitter,
              new NameLookup(resolver),
              new AddressMemory(),
              new TlsThreads()));
    }

    private SslContext tls() {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .endpointIdentificationAlgorithm("HTTPS");
      try {
        return (authorities == null ? builder : builder.trustManager(authorities)).build();
      } catch (SSLException e) {
        throw new IllegalStateException("this Java runtime does not support TLS", e);
      }
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
