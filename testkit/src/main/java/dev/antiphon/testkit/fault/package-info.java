/**
 * What goes wrong at a voice server, and when: {@link dev.antiphon.testkit.fault.FaultScript}, a
 * list of rules, written in Java or JSON.
 */
@NullMarked
package dev.antiphon.testkit.fault;

import org.jspecify.annotations.NullMarked;
