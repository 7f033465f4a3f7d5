/**
 * Converters for options and parameters that several commands use.
 *
 * <p>This package is internal. It can change in any release without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.options;

import org.jspecify.annotations.NullMarked;
