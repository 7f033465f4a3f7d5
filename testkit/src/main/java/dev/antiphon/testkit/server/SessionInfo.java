package dev.antiphon.testkit.server;

import dev.antiphon.protocol.EncryptionMode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot of a voice session.
 *
 * @param guildId the guild
 * @param userId the user
 * @param channelId the channel in which the server has put the session; empty if it was unknown at
 *     Identify
 * @param ssrc the SSRC that Ready named, 1 to 2^32-1
 * @param connected true if a WebSocket is attached; false while the session waits for a Resume
 * @param mode the encryption mode of the last Session Description; empty before the first one
 * @param speaking the flags of the last Speaking; 0 before the first one
 * @param lastSequence the sequence number of the last numbered message; -1 before the first one
 * @param acknowledged the highest {@code seq_ack} that the client has sent; -1 before the first one
 */
public record SessionInfo(
    long guildId,
    long userId,
    OptionalLong channelId,
    long ssrc,
    boolean connected,
    Optional<EncryptionMode> mode,
    int speaking,
    int lastSequence,
    int acknowledged) {}
