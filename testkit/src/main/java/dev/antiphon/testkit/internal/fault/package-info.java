/**
 * Runs a fault script: which rule strikes, and what it does to a message, a datagram or a
 * connection.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.fault;

import org.jspecify.annotations.NullMarked;
