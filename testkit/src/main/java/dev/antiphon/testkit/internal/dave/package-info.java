/**
 * The delivery service of end-to-end encryption (DAVE): groups, proposals, commits and transitions
 * of each call. It knows no session and no socket. Internal: outside the promise of compatibility.
 */
package dev.antiphon.testkit.internal.dave;
