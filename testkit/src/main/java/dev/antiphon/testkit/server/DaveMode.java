package dev.antiphon.testkit.server;

/**
 * How a voice server handles end-to-end encryption (DAVE). Source: Discord documentation, "Voice
 * Connections", section "End-to-End Encryption (DAVE Protocol)".
 */
public enum DaveMode {
  /**
   * No encryption: {@code dave_protocol_version} is always 0. The server only records the DAVE
   * messages of clients.
   */
  OFF,
  /**
   * Version 1 while all clients of the call offer version 1 and the test has told the server the
   * channel of the call; see {@link dev.antiphon.testkit.DeliveryService}. Otherwise no encryption.
   */
  OPTIONAL,
  /**
   * If a client does not offer DAVE in Identify, the server closes the WebSocket with 4017. Discord
   * has done this since March 2026.
   */
  REQUIRED
}
