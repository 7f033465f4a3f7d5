/**
 * End-to-end encryption: calls of real bots on real sockets, and the documents that are generated
 * from the table that runs.
 */
package dev.antiphon.spec.dave;
