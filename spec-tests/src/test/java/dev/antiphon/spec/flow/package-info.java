/** Tests that the documentation in {@code docs/flow} matches the table that runs. */
package dev.antiphon.spec.flow;
