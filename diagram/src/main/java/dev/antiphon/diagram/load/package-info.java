/**
 * Reads a diagram from a class that is given by its name; see {@link
 * dev.antiphon.diagram.load.MachineSource}. Commands and build plugins use this package.
 */
@NullMarked
package dev.antiphon.diagram.load;

import org.jspecify.annotations.NullMarked;
