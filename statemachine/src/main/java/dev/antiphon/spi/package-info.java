/**
 * What an application can put in the place of a part of Antiphon: the engine that executes the
 * connection flow.
 *
 * <p>Public and stable. The table decides which transition is taken; a {@link
 * dev.antiphon.spi.FlowEngine} takes it. Without another choice that is Spring Statemachine. An
 * engine of one's own is named with {@code Voice.Builder.engine}.
 */
@NullMarked
package dev.antiphon.spi;

import org.jspecify.annotations.NullMarked;
