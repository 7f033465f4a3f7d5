/**
 * The delivery service of end-to-end encryption (DAVE): groups, proposals, commits and transitions
 * of each call. It knows no session and no socket.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.dave;

import org.jspecify.annotations.NullMarked;
