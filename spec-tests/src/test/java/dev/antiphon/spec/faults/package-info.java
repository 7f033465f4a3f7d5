/**
 * Checks that the fault scripts in the guide are valid. The testkit tests each fault on the
 * network. The tests of the flow check the reaction of a connection.
 */
package dev.antiphon.spec.faults;
