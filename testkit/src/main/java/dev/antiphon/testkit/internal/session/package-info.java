/**
 * Sessions and their WebSockets: numbering, storing and writing of messages, and faults on the way.
 * The {@code SocketListener} decides which messages are sent.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.session;

import org.jspecify.annotations.NullMarked;
