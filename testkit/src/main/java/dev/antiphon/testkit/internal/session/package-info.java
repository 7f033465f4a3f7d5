/**
 * Sessions and the WebSockets that serve them: what is numbered, kept and written, and to whom it
 * happens. What is said is decided above, by whoever listens. Internal: outside the promise of
 * compatibility.
 */
package dev.antiphon.testkit.internal.session;
