/** JMH benchmarks; see the README of this module for how to run them. */
@NullMarked
package dev.antiphon.benchmarks.internal;

import org.jspecify.annotations.NullMarked;
