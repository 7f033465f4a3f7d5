/**
 * End-to-end encryption: calls of real bots on real sockets, and the documents that are generated
 * from the decision table.
 */
package dev.antiphon.spec.dave;
