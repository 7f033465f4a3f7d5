/**
 * The voice server's thread, ports and certificate.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.net;

import org.jspecify.annotations.NullMarked;
