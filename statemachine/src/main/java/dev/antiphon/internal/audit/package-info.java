/**
 * Converts values of the flow for audit files: their names, their JSON, and the removal of
 * addresses.
 *
 * <p>This package is internal. It is not public API and can change in any release.
 */
@NullMarked
package dev.antiphon.internal.audit;

import org.jspecify.annotations.NullMarked;
