/**
 * What happened, as records that stand up afterwards, and their written form.
 *
 * <p>A record holds ordinals, codes and names; no token, session id, key or address ever enters.
 */
package dev.antiphon.statemachine.audit;
