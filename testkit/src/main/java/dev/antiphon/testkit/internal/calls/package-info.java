/**
 * The members of each guild's call, and the check of their credentials.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.calls;

import org.jspecify.annotations.NullMarked;
