package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.PolicyQuestion;
import dev.antiphon.internal.flow.Snapshot;

/**
 * A request of a connection to the application's policy.
 *
 * @param connectionId the connection's id
 * @param guildId the guild's id
 * @param question the decision that is requested
 * @param number the request's number; the answer contains the same number
 * @param at the state and memory at the time of the request
 */
public record PolicyRequest(
    String connectionId, long guildId, PolicyQuestion question, int number, Snapshot at) {}
