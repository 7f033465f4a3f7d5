/**
 * Runs a connection: mailbox, timers, vault, and the execution of effects on real sockets.
 *
 * <p>Each connection runs on its event loop, one event after another. Only this package uses
 * secrets, sockets and the flow together. It makes no decisions that the transition table can make.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.internal.connection;

import org.jspecify.annotations.NullMarked;
