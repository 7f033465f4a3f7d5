package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import io.netty.channel.EventLoop;

/**
 * What the parts of one connection share.
 *
 * @param subject whose connection it is
 * @param loop its event loop, to which all of its parts are confined
 * @param vault its secrets
 * @param events where events of the flow go in
 * @param counters what it counts
 * @param observer hears what happens
 */
record ConnectionContext(
    AuditEntry.Subject subject,
    EventLoop loop,
    Vault vault,
    EventSink events,
    ConnectionCounters counters,
    ConnectionObserver observer) {}
