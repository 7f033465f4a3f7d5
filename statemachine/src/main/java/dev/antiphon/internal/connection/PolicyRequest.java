package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.PolicyQuestion;
import dev.antiphon.internal.flow.Snapshot;

/**
 * A question of a connection to the application's policy.
 *
 * @param connectionId the connection
 * @param guildId its guild
 * @param question what is asked
 * @param number the number of the question, which its answer names
 * @param at state and memory when it was asked
 */
public record PolicyRequest(
    String connectionId, long guildId, PolicyQuestion question, int number, Snapshot at) {}
