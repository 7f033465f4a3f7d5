package dev.antiphon.internal.connection;

import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.udp.spi.TransportCiphers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the connections of one {@code Voice} behave.
 *
 * @param limits the numbers of the flow
 * @param trusted certificates to trust instead of the system's; empty for the system's
 * @param allowPlain whether the voice gateway is dialled without TLS, for tests
 * @param keepalive the period of the UDP keepalive
 * @param voiceStateSpacing the shortest time between two op 4 of a guild
 * @param heartbeatsTolerated heartbeats in a row that may stay unanswered
 * @param queueCapacity frames that wait to be sent
 * @param self how the bot is shown in its channel from the beginning
 * @param endToEnd whether end-to-end encryption is offered
 * @param transportCiphers the ciphers that are preferred to those of the Java runtime
 * @param frameCiphers the same for frames that are encrypted end to end
 */
public record RuntimeSettings(
    FlowLimits limits,
    List<X509Certificate> trusted,
    boolean allowPlain,
    Duration keepalive,
    Duration voiceStateSpacing,
    int heartbeatsTolerated,
    int queueCapacity,
    SelfFlags self,
    boolean endToEnd,
    Optional<TransportCiphers> transportCiphers,
    Optional<FrameCiphers> frameCiphers) {

  /** Takes a copy of the certificates. */
  public RuntimeSettings {
    trusted = List.copyOf(trusted);
  }
}
