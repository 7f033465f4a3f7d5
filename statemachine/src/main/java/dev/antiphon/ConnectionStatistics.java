package dev.antiphon;

import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * The counters of one connection.
 *
 * @param framesSent frames of the application that were sent. Frames that were replaced by silence
 *     are not included
 * @param framesReplacedBySilence frames of the application in whose place silence was sent, because
 *     the bot was alone in the channel
 * @param framesDropped frames of the application that were discarded
 * @param framesDroppedEncryptionEnded those of {@code framesDropped} that were accepted while the
 *     call was encrypted or waited for keys, and that were not sent because the encryption ended
 * @param framesDroppedWithoutKeys those of {@code framesDropped} that {@link
 *     Connection#stopSpeaking} waited for, and that were not sent because no keys came
 * @param framesQueued frames that are in the queue now
 * @param silenceFramesSent silence frames that were sent after speech
 * @param violations messages of the voice server that violated the protocol
 * @param staleEvents events that arrived too late and were ignored
 * @param unrecognizedMessages messages with an unknown opcode
 * @param lostNotifications events that a slow listener of the application missed
 * @param listenerFailures exceptions and errors that the listeners of the application threw,
 *     including {@link Connection#onOpus} and {@link Voice#onTransition}; the first one of each
 *     listener is logged
 * @param heartbeatRoundTrip the round-trip time of the last heartbeat
 * @param endToEnd the counters of the end-to-end encryption; empty when it is switched off
 * @param framesReceived the received frames by user and outcome, with the reason of each dropped
 *     frame; empty when the end-to-end encryption is switched off. Packets that are dropped before
 *     their frame is known are counted in {@code udp}
 * @param udp the counters of the current UDP path, or of the last one
 */
public record ConnectionStatistics(
    long framesSent,
    long framesReplacedBySilence,
    long framesDropped,
    long framesDroppedEncryptionEnded,
    long framesDroppedWithoutKeys,
    int framesQueued,
    long silenceFramesSent,
    long violations,
    long staleEvents,
    long unrecognizedMessages,
    long lostNotifications,
    long listenerFailures,
    Optional<Duration> heartbeatRoundTrip,
    Optional<DaveStatistics> endToEnd,
    Optional<DaveFrameStatistics> framesReceived,
    Optional<UdpStatistics> udp) {}
