/**
 * The command {@code diagram}: the flow, or a Spring Statemachine of whoever calls, as a picture or
 * a text. What is drawn, and how, is decided in the modules that know it; here are the options.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.diagram;

import org.jspecify.annotations.NullMarked;
