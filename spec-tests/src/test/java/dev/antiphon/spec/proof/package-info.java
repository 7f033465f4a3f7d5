/**
 * Checks the specification on real sockets. Real connections run against real servers with seeded
 * faults. Afterwards the pure flow core repeats the record of each connection. The properties of
 * {@code docs/specification.md} are checked on this record and on the records of the servers. No
 * test asserts the path of a run, because it depends on the timing of the machine.
 */
package dev.antiphon.spec.proof;
