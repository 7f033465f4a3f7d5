package dev.antiphon;

import dev.antiphon.dave.DaveStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * What a connection has counted so far.
 *
 * @param framesSent frames of the application that went out, without silence
 * @param framesDropped frames of the application that never will
 * @param framesQueued frames that wait
 * @param silenceFramesSent silence that was sent at the end of speech
 * @param violations messages by which the peer broke the protocol
 * @param staleEvents events that came too late to mean anything
 * @param unrecognizedMessages messages with opcodes that nobody knows
 * @param lostNotifications events that a slow listener of the application has missed
 * @param heartbeatRoundTrip the last round trip of a heartbeat
 * @param endToEnd what the end-to-end encryption has counted; empty when it is switched off
 * @param udp what the present, or the last, UDP path has counted
 */
public record ConnectionStatistics(
    long framesSent,
    long framesDropped,
    int framesQueued,
    long silenceFramesSent,
    long violations,
    long staleEvents,
    long unrecognizedMessages,
    long lostNotifications,
    Optional<Duration> heartbeatRoundTrip,
    Optional<DaveStatistics> endToEnd,
    Optional<UdpStatistics> udp) {}
