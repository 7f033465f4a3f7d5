/**
 * Runs a fault script: selects the rule that fires and applies its action to a message, a datagram
 * or a connection.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.fault;

import org.jspecify.annotations.NullMarked;
