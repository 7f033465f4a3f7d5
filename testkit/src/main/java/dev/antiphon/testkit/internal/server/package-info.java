/**
 * The complete voice server: admission of clients, processing of messages, simulated crashes.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
