/**
 * State machines as tables: a {@link dev.antiphon.machine.Table} has at least one {@link
 * dev.antiphon.machine.Row row} for each event in each state. A {@link
 * dev.antiphon.machine.TableWriter} builds the table; {@link dev.antiphon.machine.TableText} writes
 * it as Markdown.
 *
 * <p>This package does not depend on Discord or on any library. The user of a table computes a step
 * of the machine: a state, a memory (the other data that the machine stores) and an event give a
 * new state, a new memory and effects, such as messages to send. The user executes the effects.
 */
@NullMarked
package dev.antiphon.machine;

import org.jspecify.annotations.NullMarked;
