/**
 * What several commands understand by an option or a parameter.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.options;

import org.jspecify.annotations.NullMarked;
