/**
 * {@code ./antiphon audit …}: what became of connections, as their audit files tell it. Whether
 * they are whole, whether the table explains them, and what they say to people.
 *
 * <p>Reading is in {@code dev.antiphon.audit}; here is only what people see.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.audit;

import org.jspecify.annotations.NullMarked;
