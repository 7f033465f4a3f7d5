/** The documentation of the flow, {@code docs/flow}, is what the table that runs says. */
package dev.antiphon.spec.flow;
