/**
 * Draws a {@link dev.antiphon.diagram.StateDiagram} as SVG or PNG; see {@link
 * dev.antiphon.diagram.image.PictureFormat}. PlantUML and its layout engine Smetana run in this
 * JVM. They need no installed program and no screen.
 *
 * <p>This is the only package that uses classes of PlantUML. PlantUML is an optional dependency,
 * {@code net.sourceforge.plantuml:plantuml-mit}.
 */
@NullMarked
package dev.antiphon.diagram.image;

import org.jspecify.annotations.NullMarked;
