package dev.antiphon;

import dev.antiphon.udp.internal.PathCounter;
import dev.antiphon.udp.internal.PathStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * What the UDP path of a connection has counted since it was opened. The values are read one after
 * the other, so sums of them may be off by the packets of that moment.
 *
 * @param datagramsSent datagrams of all kinds handed to the socket
 * @param datagramsReceived datagrams of all kinds
 * @param voiceSent RTP packets handed to the socket, silence included
 * @param voiceReceived RTP packets given to the listener
 * @param framesHeld times that the end-to-end encryption held a frame back
 * @param sendFailures packets not sent, because the socket took no more, failed, or the nonces of
 *     the key were used up
 * @param lastingErrors errors that say the server cannot be reached, told or not
 * @param discoveryInvalid invalid answers to a discovery
 * @param unauthentic voice packets that were forged, damaged, or sealed with another key
 * @param replayed authentic voice packets that had been received before or came too late
 * @param malformed packets of a known kind that broke its format
 * @param untransformed authentic frames that the end-to-end encryption dropped
 * @param rtcp RTCP packets
 * @param unknown all other datagrams, voice packets while nothing is published among them
 * @param keepalivesSent keepalive packets handed to the socket
 * @param keepaliveEchoes keepalive packets that came back
 * @param keepaliveRoundTrip time from the last answered keepalive to its echo
 * @param caughtUpTicks late ticks that the event loop's clock served, for all its paths
 * @param shiftedTicks late ticks that the event loop's clock gave up, for all its paths
 * @param listenerFailures calls in which the listener threw
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
