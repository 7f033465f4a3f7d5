/**
 * Converts values of the flow for audit files: their names, their JSON, and the removal of
 * addresses.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.internal.audit;

import org.jspecify.annotations.NullMarked;
