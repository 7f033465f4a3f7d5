/**
 * The recording: the voice server writes it, and any thread can read it.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.record;

import org.jspecify.annotations.NullMarked;
