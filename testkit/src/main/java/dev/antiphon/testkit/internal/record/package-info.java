/**
 * The recording that a voice server writes and any thread reads. Internal: outside the promise of
 * compatibility.
 */
package dev.antiphon.testkit.internal.record;
