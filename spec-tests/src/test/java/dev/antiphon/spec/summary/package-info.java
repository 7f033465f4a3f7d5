/**
 * The summary of all checks at the end of a build. The checks of all modules write their figures to
 * {@code target/proof}. Every row of the table needs a test or a reason.
 */
package dev.antiphon.spec.summary;
