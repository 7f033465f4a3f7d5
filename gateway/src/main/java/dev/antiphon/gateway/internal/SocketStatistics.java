package dev.antiphon.gateway.internal;

/**
 * The counters of one socket since the start of its dial.
 *
 * @param received decoded messages, including the messages that the socket handles without the
 *     listener
 * @param sent written messages, including heartbeats
 * @param malformed messages that could not be decoded
 * @param heartbeats sent heartbeats, both scheduled and requested
 * @param acknowledged received Heartbeat ACKs with the nonce of an unacknowledged heartbeat
 * @param unknownAcknowledgements received Heartbeat ACKs with any other nonce
 * @param lateHeartbeats scheduled heartbeats that were more than five seconds late, after a
 *     suspension of the process
 * @param suppressedReplies pongs and requested heartbeats that were not sent, because the send
 *     buffer was full
 */
public record SocketStatistics(
    long received,
    long sent,
    long malformed,
    long heartbeats,
    long acknowledged,
    long unknownAcknowledgements,
    long lateHeartbeats,
    long suppressedReplies) {}
