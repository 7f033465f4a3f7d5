/**
 * Tests every event of the network, the timers and the UDP path in every state that handles it. All
 * tests use real sockets. {@link dev.antiphon.spec.wire.TestBench} holds a connection in a state:
 * it blocks the answer that would move it on. A test asserts the next transition, or the effect if
 * the state stays. The expected results are in data files written by hand from the specification.
 * They are never read from the table under test.
 */
package dev.antiphon.spec.wire;
