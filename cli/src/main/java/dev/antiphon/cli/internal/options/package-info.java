/**
 * Converters for options and parameters that several commands use.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.options;

import org.jspecify.annotations.NullMarked;
