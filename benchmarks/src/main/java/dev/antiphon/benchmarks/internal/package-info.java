/**
 * JMH benchmarks; the README of this module describes how to run them.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.benchmarks.internal;

import org.jspecify.annotations.NullMarked;
