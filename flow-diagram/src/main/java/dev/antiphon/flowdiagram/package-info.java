/**
 * The flow as a diagram: the table's rows as transitions of {@link dev.antiphon.diagram}'s model,
 * in the views that the documentation and the commands show. Everything drawn is read from the
 * table; how it is written, drawn or laid out is none of this package's business.
 */
@NullMarked
package dev.antiphon.flowdiagram;

import org.jspecify.annotations.NullMarked;
