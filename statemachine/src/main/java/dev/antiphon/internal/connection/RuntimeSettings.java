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
 * The settings of all connections of one {@code Voice}.
 *
 * @param limits the limits and delays of the flow
 * @param trusted the trusted certificates; empty for those of the system
 * @param allowPlain whether connections to the voice gateway use no TLS, for tests
 * @param mediaAddresses the IP addresses that a voice server may name for the UDP path
 * @param keepalive the interval between UDP keepalive packets
 * @param voiceStateSpacing the minimum time between two voice state updates (opcode 4) of a guild
 * @param heartbeatsTolerated the number of heartbeats in a row that can stay unanswered
 * @param queueCapacity the maximum number of frames in the send queue
 * @param self the mute and deaf flags of a new connection
 * @param endToEnd whether end-to-end encryption is supported
 * @param endToEndRequired whether no frame may be sent without end-to-end encryption
 * @param transportCiphers custom ciphers for voice packets
 * @param frameCiphers custom ciphers for end-to-end encrypted frames
 */
public record RuntimeSettings(
    FlowLimits limits,
    List<X509Certificate> trusted,
    boolean allowPlain,
    MediaAddresses mediaAddresses,
    Duration keepalive,
    Duration voiceStateSpacing,
    int heartbeatsTolerated,
    int queueCapacity,
    SelfFlags self,
    boolean endToEnd,
    boolean endToEndRequired,
    Optional<TransportCiphers> transportCiphers,
    Optional<FrameCiphers> frameCiphers) {

  /** Copies the certificates. */
  public RuntimeSettings {
    trusted = List.copyOf(trusted);
  }
}
