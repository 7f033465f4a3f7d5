/**
 * Diagrams of the voice connection's flow. The rows of the table become transitions of a diagram of
 * {@link dev.antiphon.diagram}. The documentation and the commands use the views of this package.
 * All content is read from the table. The module {@code diagram} writes and draws the diagrams.
 */
@NullMarked
package dev.antiphon.flowdiagram;

import org.jspecify.annotations.NullMarked;
