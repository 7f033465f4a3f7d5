/**
 * Writes a {@link dev.antiphon.diagram.StateDiagram} as text: Mermaid, PlantUML, Graphviz DOT,
 * SCXML and a Markdown table, see {@link dev.antiphon.diagram.text.TextFormat}.
 *
 * <p>The same diagram is the same text, byte for byte, on every machine, and every name is escaped,
 * whatever it contains. Nothing here reads or writes a file, and nothing here needs a library.
 */
@NullMarked
package dev.antiphon.diagram.text;

import org.jspecify.annotations.NullMarked;
