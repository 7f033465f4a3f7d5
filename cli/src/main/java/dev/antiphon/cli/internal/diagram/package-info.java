/**
 * The command {@code diagram}: draws the connection flow, or a Spring Statemachine of the user.
 * This package contains only the options of the command. The modules {@code flow-diagram} and
 * {@code diagram} draw the diagrams.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.diagram;

import org.jspecify.annotations.NullMarked;
