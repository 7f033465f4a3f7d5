/**
 * A running connection: mailbox, timers, vault and the execution of effects on the real wire.
 *
 * <p>Everything of one connection happens on its event loop, one event after the other. This is the
 * only place where secrets, sockets and the flow meet; it decides nothing that a row could decide.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.internal.connection;

import org.jspecify.annotations.NullMarked;
