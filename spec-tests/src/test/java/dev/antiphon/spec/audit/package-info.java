/** Tests of audit files that real processes write and the commands read. */
package dev.antiphon.spec.audit;
