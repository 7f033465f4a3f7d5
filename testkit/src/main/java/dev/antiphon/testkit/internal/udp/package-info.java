/**
 * The voice server's UDP port: discovery, keepalives, and audio from one member to the others.
 * Internal: outside the promise of compatibility.
 */
package dev.antiphon.testkit.internal.udp;
