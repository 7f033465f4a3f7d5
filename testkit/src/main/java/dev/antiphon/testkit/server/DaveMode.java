package dev.antiphon.testkit.server;

/**
 * What a voice server makes of end-to-end encryption. Source: Discord documentation, Voice
 * Connections, "End-to-End Encryption (DAVE Protocol)".
 */
public enum DaveMode {
  /** {@code dave_protocol_version} is 0, whatever clients offer; their messages are recorded. */
  OFF,
  /**
   * Version 1 as long as all in the call offer it, and its channel is known, see {@link
   * dev.antiphon.testkit.DeliveryService}; else none.
   */
  OPTIONAL,
  /** Who does not offer it in Identify is closed with 4017, as Discord does since March 2026. */
  REQUIRED
}
