/**
 * Reads any Spring Statemachine as a {@link dev.antiphon.diagram.StateDiagram}, see {@link
 * dev.antiphon.diagram.spring.SpringMachines}.
 *
 * <p>The one place that knows Spring's classes, which are an optional dependency. It only looks: a
 * machine is neither started nor changed.
 */
@NullMarked
package dev.antiphon.diagram.spring;

import org.jspecify.annotations.NullMarked;
