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
 * Opens WebSockets to voice servers: {@code wss://} + endpoint + {@code /?v=8}.
 *
 * <p>Name lookup, TCP, TLS and the HTTP upgrade all stand under one deadline per dial. Certificate
 * and host name are verified, against the system's authorities or given ones; TLS 1.2 or 1.3. A
 * dialer is shared by many dials and safe for use from any thread. The event loops belong to the
 * caller; what the dialer owns, the threads of its name lookups and TLS handshakes, ends with
 * {@link #close()}.
 *
 * <p>Source: Discord documentation, "Voice Connections", "Establishing a Voice Websocket
 * Connection"; RFC 6455.
 */
public final class GatewayDialer implements AutoCloseable {
  /** How long a closing socket waits for the server's close frame and the end of the connection. */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);

  /** What all dials of a dialer share. */
  record Settings(
      ChannelFactory<? extends Channel> channels,
      Optional<SslContext> tls,
      int frameLimit,
      int aggregateLimit,
      int toleratedBeats,
      DoubleSupplier jitter,
      NameLookup names,
      TlsThreads tlsThreads) {}

  private final Settings settings;

  private GatewayDialer(Settings settings) {
    this.settings = settings;
  }

  /**
   * A dialer to be configured; only the channel type must be given.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins to dial and returns at once.
   *
   * @param loop the loop on which the socket lives and the listener is called; its kind must fit
   *     the channel type
   * @param endpoint the voice server
   * @param sequence the connection's sequence numbers; set by the socket, before each message is
   *     handed up
   * @param deadline for the dial as a whole, from now until the WebSocket is open
   * @param listener told what happens, never before this method has returned to a caller on the
   *     loop
   * @return the socket, while still being dialled
   * @throws IllegalArgumentException when the deadline is not positive or is longer than a day
   * @throws IllegalStateException when the dialer is closed
   * @throws java.util.concurrent.RejectedExecutionException when the loop has been shut down
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
          "dial deadline " + deadline + "; expected more than zero, at most " + LONGEST_DEADLINE);
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
   * Ends the threads of name lookups and TLS handshakes. Open sockets stay open; dials under way
   * end as they can.
   */
  @Override
  public void close() {
    settings.names().close();
    settings.tlsThreads().close();
  }

  /** Collects the options of a dialer. */
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
     * The class of TCP client channel that fits the caller's event loops, such as {@code
     * NioSocketChannel} or {@code EpollSocketChannel}.
     *
     * @param type a channel class with a public constructor without parameters
     * @return this builder
     */
    public Builder channelType(Class<? extends Channel> type) {
      channels = new ReflectiveChannelFactory<>(type);
      return this;
    }

    /**
     * Trusts the certificates of a file instead of the system's authorities.
     *
     * @param caPem X.509 certificates, PEM
     * @return this builder
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate
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
     * Trusts these certificates instead of the system's authorities.
     *
     * @param certificates at least one
     * @return this builder
     * @throws IllegalArgumentException when there is none
     */
    public Builder trust(X509Certificate... certificates) {
      if (certificates.length == 0) {
        throw new IllegalArgumentException("no certificate to trust; expected at least one");
      }
      authorities = certificates.clone();
      return this;
    }

    /**
     * Speaks {@code ws://} instead of {@code wss://}, without any protection: for tests on one's
     * own machine only. The default is false, and then a server without TLS is never talked to.
     *
     * @param allowed whether all dials of this dialer are plain
     * @return this builder
     */
    public Builder allowPlain(boolean allowed) {
      plain = allowed;
      return this;
    }

    /**
     * The longest frame accepted; a longer one closes the socket with 1009. Default {@link
     * DecodeLimits#MAX_FRAME_LENGTH}: what the codecs accept comes through.
     *
     * @param bytes at least 125, the longest control frame
     * @return this builder
     */
    public Builder frameLimit(int bytes) {
      frameLimit = bytes;
      return this;
    }

    /**
     * The longest message accepted when it comes in fragments; a longer one closes the socket with
     * 1009. Default {@link DecodeLimits#MAX_FRAME_LENGTH}.
     *
     * @param bytes not less than the frame limit
     * @return this builder
     */
    public Builder aggregateLimit(int bytes) {
      aggregateLimit = bytes;
      return this;
    }

    /**
     * How many heartbeats in a row may stay unanswered. Default 1: the second is one too many.
     *
     * @param beats 0 or more
     * @return this builder
     */
    public Builder toleratedBeats(int beats) {
      toleratedBeats = beats;
      return this;
    }

    /**
     * What part of the interval passes before the first heartbeat. Default: uniformly random.
     *
     * @param fraction gives numbers from 0 inclusive to 1 exclusive; called on the event loops
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
     * The dialer.
     *
     * @return a dialer, to be closed when no longer used
     * @throws IllegalArgumentException when a limit is out of its range
     * @throws IllegalStateException when the channel type is missing, when trust was given for
     *     plain dials, or when this Java cannot speak TLS
     */
    public GatewayDialer build() {
      if (channels == null) {
        throw new IllegalStateException("no channel type; expected one, such as NioSocketChannel");
      }
      if (plain && authorities != null) {
        throw new IllegalStateException("plain dials verify nothing; expected no trust for them");
      }
      require(frameLimit >= 125, "frame limit " + frameLimit + "; expected at least 125 bytes");
      require(
          aggregateLimit >= frameLimit,
          "aggregate limit " + aggregateLimit + "; expected at least the frame limit");
      require(toleratedBeats >= 0, "tolerated beats " + toleratedBeats + "; expected 0 or more");
      return new GatewayDialer(
          new Settings(
              channels,
              plain ? Optional.empty() : Optional.of(tls()),
              frameLimit,
              aggregateLimit,
              toleratedBeats,
              jitter,
              new NameLookup(resolver),
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
        throw new IllegalStateException("this Java cannot speak TLS", e);
      }
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new IllegalArgumentException(otherwise);
      }
    }
  }
}
