/**
 * The recording: the voice server writes it, and any thread can read it.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.record;

import org.jspecify.annotations.NullMarked;
