/**
 * Who is in which guild's call, and who may come in. Internal: outside the promise of
 * compatibility.
 */
package dev.antiphon.testkit.internal.calls;
