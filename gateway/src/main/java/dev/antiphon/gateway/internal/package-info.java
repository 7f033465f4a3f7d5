/**
 * The client side of Discord's voice WebSocket: dialling under one deadline, TLS, messages in and
 * out, sequence numbers, heartbeats, close codes. What a message means and what happens after a
 * failure is decided by the connection flow that listens here: nothing in this package reconnects,
 * resumes, identifies or keeps a credential. Audio never passes through here.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.gateway.internal;

import org.jspecify.annotations.NullMarked;
