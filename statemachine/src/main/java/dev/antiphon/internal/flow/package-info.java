/**
 * The connection flow as data: states, events, guards, actions and the one table that joins them.
 *
 * <p>Everything here is pure: a step maps a state, a memory and an event to a new state, a new
 * memory and effects that somebody else executes. No clock, no socket, no thread, no secret and no
 * Spring may enter.
 */
package dev.antiphon.internal.flow;
