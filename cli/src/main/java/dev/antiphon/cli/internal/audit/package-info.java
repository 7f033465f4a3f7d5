/**
 * The commands {@code ./antiphon audit …}: they verify, replay and show audit files.
 *
 * <p>The package {@code dev.antiphon.audit} reads the files. This package contains only the
 * commands.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.audit;

import org.jspecify.annotations.NullMarked;
