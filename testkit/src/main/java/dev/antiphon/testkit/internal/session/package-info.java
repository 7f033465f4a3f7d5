/**
 * Sessions and the WebSockets that serve them: what is numbered, kept and written, and to whom it
 * happens. What is said is decided above, by whoever listens.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.session;

import org.jspecify.annotations.NullMarked;
