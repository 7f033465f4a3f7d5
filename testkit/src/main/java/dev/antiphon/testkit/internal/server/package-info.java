/**
 * The voice server put together: who is let in, what each message does, what dies and comes back.
 * Internal: outside the promise of compatibility.
 */
package dev.antiphon.testkit.internal.server;
