/**
 * The complete voice server: admission of clients, processing of messages, simulated crashes.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
