/**
 * The WebSocket client of Discord's voice gateway: it dials with one deadline, and handles TLS,
 * messages, sequence numbers, heartbeats and close codes.
 *
 * <p>The connection flow listens to this package. The flow interprets the messages and reacts to
 * failures. This package does not reconnect, resume or identify, and it stores no credentials. It
 * does not transport audio.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.gateway.internal;

import org.jspecify.annotations.NullMarked;
