package dev.antiphon.testkit.server;

import dev.antiphon.protocol.EncryptionMode;
import java.util.Optional;

/**
 * A voice session as it stood when asked for.
 *
 * @param guildId the guild
 * @param userId the user
 * @param ssrc the SSRC given in Ready, 1 to 2^32-1
 * @param connected whether a WebSocket is attached; false while the session waits for a Resume
 * @param mode the mode of the last Session Description, empty before it
 * @param speaking the flags of the last Speaking; 0 also before it
 * @param lastSequence number of the last numbered message, -1 when there was none
 * @param acknowledged the highest {@code seq_ack} the client named, -1 when it named none
 */
public record SessionInfo(
    long guildId,
    long userId,
    long ssrc,
    boolean connected,
    Optional<EncryptionMode> mode,
    int speaking,
    int lastSequence,
    int acknowledged) {}
