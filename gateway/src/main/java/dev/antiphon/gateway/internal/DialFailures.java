package dev.antiphon.gateway.internal;

import dev.antiphon.gateway.internal.DialException.Stage;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions of failed dials. Each message contains the endpoint, the error and the
 * expected result.
 */
final class DialFailures {
  private static final int RESULT_LENGTH = 160;

  private final Endpoint endpoint;
  private final Duration deadline;

  DialFailures(Endpoint endpoint, Duration deadline) {
    this.endpoint = endpoint;
    this.deadline = deadline;
  }

  DialException name(Throwable cause) {
    String message =
        cause instanceof UnknownHostException
            ? "the host name of " + endpoint + " is unknown; expected a name that DNS resolves"
            : "the host name of " + endpoint + " could not be looked up: " + text(cause);
    return new DialException(Stage.NAME, message, cause);
  }

  DialException nameOverdue(Duration limit) {
    return new DialException(
        Stage.NAME,
        "the lookup of the host name of "
            + endpoint
            + " has had no answer for "
            + limit.toMillis()
            + " ms; expected "
            + expectedOf(Stage.NAME),
        null);
  }

  /**
   * Creates the exception of a dial whose attempts all failed.
   *
   * @param name the failure of the name lookup, if the attempts used only remembered addresses
   */
  DialException race(List<Attempt> attempts, @Nullable DialException name) {
    List<DialException> causes =
        attempts.stream().map(Attempt::failure).flatMap(Optional::stream).toList();
    if (causes.isEmpty()) {
      return name != null ? name : name(new UnknownHostException(endpoint.host()));
    }
    DialException furthest = Collections.max(causes, Comparator.comparing(DialException::stage));
    if (name == null && attempts.size() == 1) {
      return furthest;
    }
    String looked = name == null ? "" : name.getMessage() + ". Remembered addresses: ";
    return new DialException(
        furthest.stage(),
        looked + "no address of " + endpoint + " opened a WebSocket: " + each(attempts),
        furthest,
        name == null && causes.stream().allMatch(DialException::permanent));
  }

  private static String each(List<Attempt> attempts) {
    return attempts.stream().map(DialFailures::one).collect(Collectors.joining("; "));
  }

  /** The result of one address, with a bounded length. */
  private static String one(Attempt attempt) {
    String result =
        attempt
            .failure()
            .map(DialException::getMessage)
            .orElseGet(() -> "no answer in stage " + attempt.stage());
    return attempt.address().getHostAddress()
        + ": "
        + (result.length() > RESULT_LENGTH ? result.substring(0, RESULT_LENGTH) + "..." : result);
  }

  DialException connect(InetAddress address, Throwable cause) {
    return new DialException(
        Stage.CONNECT,
        "could not connect to "
            + endpoint
            + " (address "
            + address.getHostAddress()
            + "): "
            + text(cause)
            + "; expected a server that accepts TCP connections",
        cause);
  }

  DialException ended(Stage stage) {
    return new DialException(
        stage,
        endpoint + " closed the connection; expected " + expectedOf(stage),
        new ClosedChannelException());
  }

  DialException timedOut(List<Attempt> attempts) {
    Stage stage =
        attempts.stream().map(Attempt::stage).max(Comparator.naturalOrder()).orElse(Stage.NAME);
    return new DialException(
        Stage.TIMEOUT,
        "dialling "
            + endpoint
            + " timed out in stage "
            + stage
            + " after "
            + deadline.toMillis()
            + " ms; expected "
            + expectedOf(stage)
            + (attempts.size() > 1 ? ". The addresses: " + each(attempts) : ""),
        null);
  }

  DialException notHttp(Throwable cause) {
    return new DialException(
        Stage.UPGRADE,
        endpoint + " did not answer with HTTP; expected " + expectedOf(Stage.UPGRADE),
        cause);
  }

  DialException refused(HttpResponseStatus status) {
    return new DialException(
        Stage.UPGRADE,
        endpoint
            + " refused the WebSocket with HTTP status "
            + status.code()
            + "; expected "
            + expectedOf(Stage.UPGRADE),
        null);
  }

  /** Converts an exception from the pipeline in a stage to the dial's exception. */
  DialException of(Stage stage, Throwable thrown) {
    Throwable cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ClosedChannelException) {
      return ended(stage);
    }
    if (stage == Stage.TLS) {
      return new DialException(stage, tls(cause), cause, isPermanent(cause));
    }
    return new DialException(
        stage, endpoint + " failed: " + text(cause) + "; expected " + expectedOf(stage), cause);
  }

  /**
   * Whether the server does not use TLS, or the peers did not agree in the handshake: on a
   * certificate, a protocol version or a cipher suite. The JDK reports each disagreement of a
   * handshake as an {@link SSLHandshakeException}, whichever side found it. Other TLS errors, such
   * as an internal error of the server, can pass.
   */
  private static boolean isPermanent(Throwable cause) {
    return cause instanceof NotSslRecordException
        || find(cause, SSLHandshakeException.class).isPresent();
  }

  private String tls(Throwable cause) {
    if (cause instanceof NotSslRecordException) {
      return endpoint
          + " did not answer with TLS; expected "
          + expectedOf(Stage.TLS)
          + ". For a server without TLS, set the option allowPlain";
    }
    Optional<Throwable> path =
        find(cause, CertPathBuilderException.class)
            .or(() -> find(cause, CertPathValidatorException.class));
    if (path.isPresent()) {
      return "the certificate of "
          + endpoint
          + " is not trusted: "
          + text(deepest(path.get()))
          + "; expected a valid certificate from a trusted authority. To trust another authority, set"
          + " the option trust";
    }
    Optional<Throwable> certificate = find(cause, CertificateException.class);
    if (certificate.isPresent()) {
      return "the certificate of "
          + endpoint
          + " is not for "
          + endpoint.host()
          + ": "
          + text(certificate.get())
          + "; expected a certificate for this host";
    }
    return "the TLS handshake with "
        + endpoint
        + " failed: "
        + text(cause)
        + "; expected "
        + expectedOf(Stage.TLS);
  }

  private static String expectedOf(Stage stage) {
    return switch (stage) {
      case NAME -> "an answer from the DNS resolver";
      case CONNECT -> "a server that accepts TCP connections";
      case TLS -> "a TLS 1.2 or 1.3 handshake";
      case UPGRADE, TIMEOUT -> "HTTP status 101 and a valid Sec-WebSocket-Accept";
    };
  }

  private static Optional<Throwable> find(Throwable thrown, Class<? extends Throwable> type) {
    int depth = 0;
    for (Throwable at = thrown; at != null && depth < 20; at = at.getCause(), depth++) {
      if (type.isInstance(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static Throwable deepest(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at.getCause() != null && depth < 20; depth++) {
      at = at.getCause();
    }
    return at;
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
