/**
 * The fault script as users meet it: what the guide shows is what the reader takes. How each fault
 * looks on the wire is tested beside the server, in the testkit. What a connection makes of them is
 * the flow's, and does not belong here.
 */
package dev.antiphon.spec.faults;
