/**
 * State diagrams of any state machine: {@link dev.antiphon.diagram.StateDiagram} is the model of a
 * diagram, and {@link dev.antiphon.diagram.Views} hide or emphasize parts of it.
 *
 * <p>This package contains only the model. The model is immutable, is checked when it is built, and
 * has no dependency. The packages {@code text} and {@code image} write diagrams; {@code spring}
 * reads them from Spring Statemachine. This module does not depend on Discord.
 */
@NullMarked
package dev.antiphon.diagram;

import org.jspecify.annotations.NullMarked;
