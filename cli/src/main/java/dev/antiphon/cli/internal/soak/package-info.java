/**
 * The soak: many connections on embedded voice servers, and seeded faults of every kind for as long
 * as one likes; then a quiet server, on which everything must stand or have ended, and nothing may
 * be left behind. {@link dev.antiphon.cli.internal.soak.FaultKind} is the list of what goes wrong,
 * {@link dev.antiphon.cli.internal.soak.Plan} says when and to whom. What must not come here: how
 * it is told, which is the command's.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.soak;

import org.jspecify.annotations.NullMarked;
