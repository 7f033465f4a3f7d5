/**
 * The part of Antiphon that an application can replace: the engine that executes the connection
 * flow.
 *
 * <p>Public and stable. The transition table decides which transition is taken. A {@link
 * dev.antiphon.spi.FlowEngine} executes it. The default engine is Spring Statemachine. An
 * application sets a custom engine with {@code Voice.Builder.engine}.
 */
@NullMarked
package dev.antiphon.spi;

import org.jspecify.annotations.NullMarked;
