/**
 * Reads any Spring Statemachine as a {@link dev.antiphon.diagram.StateDiagram}; see {@link
 * dev.antiphon.diagram.spring.SpringMachines}.
 *
 * <p>This is the only package that uses classes of Spring. Spring is an optional dependency. The
 * package only reads: it neither starts nor changes a machine.
 */
@NullMarked
package dev.antiphon.diagram.spring;

import org.jspecify.annotations.NullMarked;
