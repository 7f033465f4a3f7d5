/**
 * The voice server's thread, ports and certificate.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.net;

import org.jspecify.annotations.NullMarked;
