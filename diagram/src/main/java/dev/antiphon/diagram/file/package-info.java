/**
 * Files whose whole content, or a part of it, is a diagram; see {@link
 * dev.antiphon.diagram.file.DiagramFile}. Tests and builds use this package to check files and to
 * write them again.
 */
@NullMarked
package dev.antiphon.diagram.file;

import org.jspecify.annotations.NullMarked;
