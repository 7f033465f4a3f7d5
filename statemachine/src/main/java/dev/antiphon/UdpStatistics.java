package dev.antiphon;

import dev.antiphon.udp.internal.PathCounter;
import dev.antiphon.udp.internal.PathStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * The counters of a connection's UDP path (its UDP socket to the voice server) since the path was
 * opened. The values are read one after another, so packets that arrive during the reading can be
 * missing in some of them.
 *
 * @param datagramsSent datagrams of all kinds passed to the socket
 * @param datagramsReceived datagrams of all kinds that were received
 * @param voiceSent RTP packets passed to the socket, including silence
 * @param voiceReceived RTP packets passed to the listener
 * @param framesHeld how many times the end-to-end encryption delayed a frame
 * @param sendFailures packets that were not sent: the socket's buffer was full, the socket failed,
 *     or the key had no unused nonce left
 * @param lastingErrors socket errors that mean that the voice server cannot be reached
 * @param discoveryInvalid invalid answers to IP discovery
 * @param unauthentic voice packets that were forged, damaged or encrypted with another key
 * @param replayed authentic voice packets that were repeated or too late
 * @param malformed packets of a known kind with an invalid format
 * @param untransformed authentic frames that the end-to-end encryption dropped, at once or later;
 *     {@link ConnectionStatistics#framesReceived} contains the reasons
 * @param rtcp RTCP packets that were received
 * @param unknown all other received datagrams, including voice packets that arrive while no audio
 *     can flow
 * @param keepalivesSent keepalive packets passed to the socket
 * @param keepaliveEchoes keepalive packets that the server returned
 * @param keepaliveRoundTrip the round-trip time of the last answered keepalive
 * @param caughtUpTicks late ticks of the 20 ms clock that were still executed. The count covers all
 *     paths of the event loop
 * @param shiftedTicks late ticks of the 20 ms clock that were skipped. The count covers all paths
 *     of the event loop
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
