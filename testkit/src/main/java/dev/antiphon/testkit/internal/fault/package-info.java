/**
 * Runs a fault script: selects the rule that fires and applies its action to a message, a datagram
 * or a connection.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.fault;

import org.jspecify.annotations.NullMarked;
