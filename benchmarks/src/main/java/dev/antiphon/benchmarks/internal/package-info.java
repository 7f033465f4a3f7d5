/** JMH benchmarks; see the README of this module for how to run them. */
package dev.antiphon.benchmarks.internal;
