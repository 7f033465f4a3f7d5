package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import io.netty.channel.EventLoop;

/**
 * The objects that the parts of one connection share.
 *
 * @param subject the ids of the connection, the guild and the bot
 * @param loop the event loop that runs all parts of the connection
 * @param vault the secrets
 * @param events receives events for the flow
 * @param counters the counters
 * @param observer receives the results of the steps
 */
record ConnectionContext(
    AuditEntry.Subject subject,
    EventLoop loop,
    Vault vault,
    EventSink events,
    ConnectionCounters counters,
    ConnectionObserver observer) {}
