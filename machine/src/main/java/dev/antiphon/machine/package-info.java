/**
 * State machines as tables: a {@link dev.antiphon.machine.Table} contains {@link
 * dev.antiphon.machine.Row rows} and is total. A {@link dev.antiphon.machine.TableWriter} builds
 * it; {@link dev.antiphon.machine.TableText} writes it as Markdown.
 *
 * <p>This package does not depend on Discord or on any library. A state, a memory and an event give
 * a new state, a new memory and effects. The user of the table executes the effects.
 */
@NullMarked
package dev.antiphon.machine;

import org.jspecify.annotations.NullMarked;
