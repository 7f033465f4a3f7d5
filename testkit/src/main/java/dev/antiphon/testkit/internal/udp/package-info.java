/**
 * The voice server's UDP port: discovery, keepalives, and audio from one member to the others.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.udp;

import org.jspecify.annotations.NullMarked;
