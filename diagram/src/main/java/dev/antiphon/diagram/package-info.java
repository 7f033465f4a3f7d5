/**
 * Any state machine as a picture: {@link dev.antiphon.diagram.StateDiagram} is what is drawn,
 * {@link dev.antiphon.diagram.Views} leave out or bring forward what a reader needs.
 *
 * <p>Here is only the model: immutable, checked when it is built, without a dependency. How it is
 * written is {@code text}'s and {@code image}'s, where it comes from is {@code spring}'s; neither
 * Discord nor any other application belongs here.
 */
@NullMarked
package dev.antiphon.diagram;

import org.jspecify.annotations.NullMarked;
