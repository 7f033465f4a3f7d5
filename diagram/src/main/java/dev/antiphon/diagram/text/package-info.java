/**
 * Writes a {@link dev.antiphon.diagram.StateDiagram} as text: Mermaid, PlantUML, Graphviz DOT,
 * SCXML and Markdown tables; see {@link dev.antiphon.diagram.text.TextFormat}.
 *
 * <p>A diagram gives the same text, byte for byte, on every computer. All names are escaped. This
 * package neither reads nor writes files, and it needs no library.
 */
@NullMarked
package dev.antiphon.diagram.text;

import org.jspecify.annotations.NullMarked;
