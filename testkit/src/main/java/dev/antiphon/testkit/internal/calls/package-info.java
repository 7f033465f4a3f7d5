/**
 * Who is in which guild's call, and who may come in.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.calls;

import org.jspecify.annotations.NullMarked;
