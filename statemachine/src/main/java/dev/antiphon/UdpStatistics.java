package dev.antiphon;

import dev.antiphon.udp.internal.PathCounter;
import dev.antiphon.udp.internal.PathStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * The counters of a connection's UDP path since it was opened. The values are read one after
 * another, so sums can differ by the packets that arrive during the reading.
 *
 * @param datagramsSent datagrams of all kinds passed to the socket
 * @param datagramsReceived datagrams of all kinds that were received
 * @param voiceSent RTP packets passed to the socket, including silence
 * @param voiceReceived RTP packets passed to the listener
 * @param framesHeld how many times the end-to-end encryption delayed a frame
 * @param sendFailures packets that were not sent: the socket's buffer was full, the socket failed,
 *     or the key had no unused nonce left
 * @param lastingErrors errors of the kind "server unreachable", reported to the flow or not
 * @param discoveryInvalid invalid answers to IP discovery
 * @param unauthentic voice packets that were forged, damaged or encrypted with another key
 * @param replayed authentic voice packets that were repeated or too late
 * @param malformed packets of a known kind with an invalid format
 * @param untransformed authentic frames that the end-to-end encryption dropped
 * @param rtcp RTCP packets
 * @param unknown all other datagrams, including voice packets that arrive while no audio can flow
 * @param keepalivesSent keepalive packets passed to the socket
 * @param keepaliveEchoes keepalive packets that the server returned
 * @param keepaliveRoundTrip the round-trip time of the last answered keepalive
 * @param caughtUpTicks late ticks that the event loop's clock still executed, for all its paths
 * @param shiftedTicks late ticks that the event loop's clock skipped, for all its paths
 * @param listenerFailures calls in which the listener threw an exception
 */
public record UdpStatistics(
    long datagramsSent,
    long datagramsReceived,
    long voiceSent,
    long voiceReceived,
    long framesHeld,
    long sendFailures,
    long lastingErrors,
    long discoveryInvalid,
    long unauthentic,
    long replayed,
    long malformed,
    long untransformed,
    long rtcp,
    long unknown,
    long keepalivesSent,
    long keepaliveEchoes,
    Optional<Duration> keepaliveRoundTrip,
    long caughtUpTicks,
    long shiftedTicks,
    long listenerFailures) {

  static UdpStatistics of(PathStatistics path) {
    return new UdpStatistics(
        path.count(PathCounter.DATAGRAMS_SENT),
        path.count(PathCounter.DATAGRAMS_RECEIVED),
        path.count(PathCounter.VOICE_SENT),
        path.count(PathCounter.VOICE_RECEIVED),
        path.count(PathCounter.FRAMES_HELD),
        path.count(PathCounter.SEND_FAILURES),
        path.count(PathCounter.LASTING_ERRORS),
        path.count(PathCounter.DISCOVERY_INVALID),
        path.count(PathCounter.UNAUTHENTIC),
        path.count(PathCounter.REPLAYED),
        path.count(PathCounter.MALFORMED),
        path.count(PathCounter.UNTRANSFORMED),
        path.count(PathCounter.RTCP),
        path.count(PathCounter.UNKNOWN),
        path.count(PathCounter.KEEPALIVES_SENT),
        path.count(PathCounter.KEEPALIVE_ECHOES),
        path.keepaliveRoundTrip(),
        path.count(PathCounter.CAUGHT_UP_TICKS),
        path.count(PathCounter.SHIFTED_TICKS),
        path.count(PathCounter.LISTENER_FAILURES));
  }
}
