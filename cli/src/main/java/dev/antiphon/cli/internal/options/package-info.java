/**
 * Converters for options and parameters that several commands use.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.options;

import org.jspecify.annotations.NullMarked;
