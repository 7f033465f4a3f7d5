/**
 * Every event that the wire, the clock and the UDP path can bring, in every state in which it means
 * something, on real sockets. {@link dev.antiphon.spec.wire.HeldOpen} keeps a connection in a state
 * by withholding the answer that would take it further; asserted is the next transition, or the
 * effect where the state stays. What a cell should do stands in data files written by hand from the
 * specification, never read from the table under test.
 */
package dev.antiphon.spec.wire;
