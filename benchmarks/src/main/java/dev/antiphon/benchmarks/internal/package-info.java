/**
 * JMH benchmarks; the README of this module describes how to run them.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.benchmarks.internal;

import org.jspecify.annotations.NullMarked;
