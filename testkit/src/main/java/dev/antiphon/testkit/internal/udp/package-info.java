/**
 * The voice server's UDP port: discovery, keepalives, and audio between members.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.udp;

import org.jspecify.annotations.NullMarked;
