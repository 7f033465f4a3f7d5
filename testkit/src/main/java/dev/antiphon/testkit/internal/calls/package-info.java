/**
 * The members of each guild's call, and the check of their credentials.
 *
 * <p>This package is internal. The compatibility rules do not cover it, and it can change in any
 * release.
 */
@NullMarked
package dev.antiphon.testkit.internal.calls;

import org.jspecify.annotations.NullMarked;
