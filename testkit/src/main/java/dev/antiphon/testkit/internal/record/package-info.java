/**
 * The recording that a voice server writes and any thread reads.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.record;

import org.jspecify.annotations.NullMarked;
