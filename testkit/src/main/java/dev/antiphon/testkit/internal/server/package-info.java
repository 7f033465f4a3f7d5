/**
 * The voice server put together: who is let in, what each message does, what dies and comes back.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
