/**
 * The voice server's UDP port: discovery, keepalives, and audio between members.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.udp;

import org.jspecify.annotations.NullMarked;
