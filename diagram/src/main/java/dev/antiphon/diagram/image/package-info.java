/**
 * Draws a {@link dev.antiphon.diagram.StateDiagram} as SVG or PNG, see {@link
 * dev.antiphon.diagram.image.PictureFormat}: PlantUML renders and Smetana lays out, both in this
 * JVM, so that no program need be installed and no screen is needed.
 *
 * <p>The one place that knows PlantUML's classes, which are an optional dependency, {@code
 * net.sourceforge.plantuml:plantuml-mit}.
 */
@NullMarked
package dev.antiphon.diagram.image;

import org.jspecify.annotations.NullMarked;
