/**
 * The values of the flow in audit files: their names, their JSON, and what of them may be shown.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.internal.audit;

import org.jspecify.annotations.NullMarked;
