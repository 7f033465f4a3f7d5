/**
 * What happened, as records that stand up afterwards, and their written form.
 *
 * <p>A record holds ordinals, codes, names and sentences; no token, session id or key ever enters.
 */
@NullMarked
package dev.antiphon.audit;

import org.jspecify.annotations.NullMarked;
