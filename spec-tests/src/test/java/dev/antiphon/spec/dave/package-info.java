/** The documents of end-to-end encryption: generated from the table that runs. */
package dev.antiphon.spec.dave;
