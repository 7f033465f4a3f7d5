/**
 * The commands of {@code ./antiphon}; {@code audit} and {@code diagram} have separate packages. The
 * commands read arguments, use the library and the testkit, and write JSON Lines or text. Code that
 * applications need belongs into the library, not into this package.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal;

import org.jspecify.annotations.NullMarked;
