/**
 * Keeps diagrams in a repository up to date with a test; see {@link
 * dev.antiphon.diagram.junit.Diagrams}.
 *
 * <p>A failure is an {@link java.lang.AssertionError}. Therefore the test can use any test
 * framework.
 */
@NullMarked
package dev.antiphon.diagram.junit;

import org.jspecify.annotations.NullMarked;
