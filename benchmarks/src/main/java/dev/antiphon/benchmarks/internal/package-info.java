/**
 * JMH benchmarks. The README of this module describes how to run them.
 *
 * <p>This package is internal. It can change in any release without notice.
 */
@NullMarked
package dev.antiphon.benchmarks.internal;

import org.jspecify.annotations.NullMarked;
