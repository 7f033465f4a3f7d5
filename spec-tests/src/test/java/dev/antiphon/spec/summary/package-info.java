/**
 * What the whole proof has shown, in one summary at the end of a build: the checks of all modules
 * leave their figures in {@code target/proof}, and every row of the table has to be accounted for.
 */
package dev.antiphon.spec.summary;
