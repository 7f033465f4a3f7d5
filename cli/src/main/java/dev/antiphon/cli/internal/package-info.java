/**
 * The commands behind {@code ./antiphon}; {@code audit} and {@code diagram} have packages of their
 * own. They read arguments, put the library and the testkit together, and tell what happens, as
 * JSON Lines or as a story. What must not come here: anything that an application would need from
 * the library itself.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal;

import org.jspecify.annotations.NullMarked;
