/**
 * Faults of a voice server: {@link dev.antiphon.testkit.fault.FaultScript} is a list of rules,
 * written in Java or JSON.
 */
@NullMarked
package dev.antiphon.testkit.fault;

import org.jspecify.annotations.NullMarked;
