/**
 * The command {@code diagram}: the flow, or a Spring Statemachine of whoever calls, as a picture or
 * a text. What is drawn, and how, is decided in the modules that know it; here are the options.
 */
@NullMarked
package dev.antiphon.cli.internal.diagram;

import org.jspecify.annotations.NullMarked;
