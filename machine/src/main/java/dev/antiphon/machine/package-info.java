/**
 * A state machine as a table that decides: {@link dev.antiphon.machine.Row rows} in a {@link
 * dev.antiphon.machine.Table table} that is total, written as sentences by a {@link
 * dev.antiphon.machine.TableWriter}, shown to people by {@link dev.antiphon.machine.TableText}.
 *
 * <p>It knows nothing of Discord, and needs no library. A state, a memory and an event give a new
 * state, a new memory and effects; whoever uses a table executes the effects.
 */
@NullMarked
package dev.antiphon.machine;

import org.jspecify.annotations.NullMarked;
