/**
 * The voice server's thread, ports and certificate. Internal: outside the promise of compatibility.
 */
package dev.antiphon.testkit.internal.net;
