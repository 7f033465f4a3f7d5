/**
 * Runs a fault script: which rule strikes, and what it does to a message, a datagram or a
 * connection. Internal: outside the promise of compatibility.
 */
package dev.antiphon.testkit.internal.fault;
