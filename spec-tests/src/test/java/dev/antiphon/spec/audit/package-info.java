/** The audit, as it is written by real connections and real processes, and read by the commands. */
package dev.antiphon.spec.audit;
