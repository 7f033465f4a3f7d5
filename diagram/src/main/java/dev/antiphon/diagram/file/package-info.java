/**
 * Files that show diagrams, whole or in a part, see {@link dev.antiphon.diagram.file.DiagramFile}:
 * whether they show them as they are now, and writing them anew. Tests and builds hold files fresh
 * by this.
 */
@NullMarked
package dev.antiphon.diagram.file;

import org.jspecify.annotations.NullMarked;
