/**
 * Tests of the audit report page in a browser. The page is created from the audit of real
 * connections and opened without a network. The tests are skipped with a message if the machine has
 * no browser.
 */
package dev.antiphon.spec.report;
