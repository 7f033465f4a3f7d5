package dev.antiphon.testkit.server;

import dev.antiphon.protocol.GatewayMessage;
import java.net.InetSocketAddress;

/**
 * Decides about every message and every discovery reply of a voice server, so that a test can
 * withhold, delay or reorder them: hold Hello until Ready has gone out, lose the heartbeat ACKs,
 * let no discovery be answered.
 *
 * <p>All methods are called on the server's one thread, one at a time, and must not block; a method
 * that throws is logged and counts as {@link Verdict#deliver()}. What is redelivered after a
 * Resume, and what a test sends by hand, is not asked about again.
 */
public interface ServerBehaviour {

  /** Lets everything through. */
  ServerBehaviour NONE = new ServerBehaviour() {};

  /** Asked before a message goes out, before it is given its number. */
  default Verdict outgoing(Peer to, GatewayMessage message) {
    return Verdict.deliver();
  }

  /** Asked before a message that was received, and recorded, is acted upon. */
  default Verdict incoming(Peer from, GatewayMessage message) {
    return Verdict.deliver();
  }

  /** Asked before an IP discovery request that was received, and recorded, is answered. */
  default Verdict discovery(Peer from, InetSocketAddress observed) {
    return Verdict.deliver();
  }
}
