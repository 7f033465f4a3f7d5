/**
 * The connection flow as data: states, events, guards, actions and the one table that joins them.
 *
 * <p>Everything here is pure: a step maps a state, a memory and an event to a new state, a new
 * memory and effects that somebody else executes. No clock, no socket, no thread, no secret and no
 * Spring may enter.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.internal.flow;

import org.jspecify.annotations.NullMarked;
