/**
 * The page of the audit, as a browser shows it: made of the audit of a real scene, opened without a
 * network, and asked what stands on it. Without a browser on the machine these tests are skipped,
 * and say so.
 */
package dev.antiphon.spec.report;
