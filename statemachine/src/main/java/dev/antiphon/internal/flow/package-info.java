/**
 * The connection flow as data: states, events, guards, actions, and the table that connects them.
 *
 * <p>Everything here is pure. A step takes a state, a memory and an event. It returns a new state,
 * a new memory, and effects that other classes execute. This package uses no clock, socket, thread,
 * secret or Spring class. Its rules, such as rule G3, are explained in {@code docs/flow/rules.md}.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.internal.flow;

import org.jspecify.annotations.NullMarked;
