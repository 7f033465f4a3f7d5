/**
 * Diagrams of the voice connection's flow. The rows of the transition table become transitions of a
 * {@link dev.antiphon.diagram.StateDiagram}. The documentation and the commands use the diagrams of
 * this package. All content is read from the table. The module {@code diagram} writes and draws the
 * diagrams.
 */
@NullMarked
package dev.antiphon.flowdiagram;

import org.jspecify.annotations.NullMarked;
