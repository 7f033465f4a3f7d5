package dev.antiphon.gateway.internal;

/**
 * What one socket has counted since it was dialled.
 *
 * @param received messages decoded, those handled inside included
 * @param sent messages written, heartbeats included
 * @param malformed messages that could not be decoded
 * @param heartbeats heartbeats sent, scheduled or asked for
 * @param acknowledged Heartbeat ACKs with the nonce of a heartbeat that was waiting for one
 * @param unknownAcknowledgements Heartbeat ACKs with any other nonce
 * @param lateHeartbeats beats that were handled more than five seconds late, after a suspension
 * @param suppressedReplies pongs and requested heartbeats left out because the server does not read
 *     what it is sent
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
