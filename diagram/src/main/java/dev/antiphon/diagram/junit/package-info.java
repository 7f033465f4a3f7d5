/**
 * Keeps pictures in a repository fresh from a test, see {@link
 * dev.antiphon.diagram.junit.Diagrams}.
 *
 * <p>It fails by {@link java.lang.AssertionError}, so that any test framework will do and none is
 * depended on.
 */
@NullMarked
package dev.antiphon.diagram.junit;

import org.jspecify.annotations.NullMarked;
