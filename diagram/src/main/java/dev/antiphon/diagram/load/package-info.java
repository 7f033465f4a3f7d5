/**
 * Reads a diagram from a class that is only known by its name, see {@link
 * dev.antiphon.diagram.load.MachineSource}: for commands and for builds.
 */
@NullMarked
package dev.antiphon.diagram.load;

import org.jspecify.annotations.NullMarked;
