/**
 * The specification on the wire: real connections meet seeded faults at real servers, and what they
 * did is judged afterwards. The record of each connection is taken again by the pure core, and the
 * properties of {@code docs/specification.md} are checked on the record and on what the servers
 * have seen. Nothing here asserts which way a run takes: that is up to the machine it runs on.
 */
package dev.antiphon.spec.proof;
