package dev.antiphon.testkit.server;

/**
 * How a voice server handles end-to-end encryption. Source: Discord documentation, Voice
 * Connections, "End-to-End Encryption (DAVE Protocol)".
 */
public enum DaveMode {
  /** {@code dave_protocol_version} is always 0. The server records the DAVE messages of clients. */
  OFF,
  /**
   * Version 1 while all clients of the call offer it and the channel is known; see {@link
   * dev.antiphon.testkit.DeliveryService}. Otherwise no encryption.
   */
  OPTIONAL,
  /**
   * The server closes a client that does not offer DAVE in Identify with 4017. Discord does this
   * since March 2026.
   */
  REQUIRED
}
