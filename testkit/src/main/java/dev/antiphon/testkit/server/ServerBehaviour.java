package dev.antiphon.testkit.server;

import dev.antiphon.protocol.GatewayMessage;
import java.net.InetSocketAddress;

/**
 * Decides what a voice server does with each message and each discovery reply. A test can drop,
 * delay or reorder messages and replies. Examples: send Hello after Ready, drop all heartbeat ACKs,
 * or answer no discovery request.
 *
 * <p>The server calls all methods on its one thread, one at a time. The methods must not block. An
 * exception is logged and counts as {@link Verdict#deliver()}. The server does not call these
 * methods for messages that a Resume redelivers or that a test sends directly.
 */
public interface ServerBehaviour {

  /** Delivers everything. */
  ServerBehaviour NONE = new ServerBehaviour() {};

  /** Decides about a message of the server, before the message gets its sequence number. */
  default Verdict outgoing(Peer to, GatewayMessage message) {
    return Verdict.deliver();
  }

  /** Decides about a received message. The message is already recorded, but not yet processed. */
  default Verdict incoming(Peer from, GatewayMessage message) {
    return Verdict.deliver();
  }

  /**
   * Decides about a received IP discovery request. The request is already recorded, but not yet
   * answered.
   *
   * @param from the client that sent the request
   * @param observed the address from which the request arrived
   */
  default Verdict discovery(Peer from, InetSocketAddress observed) {
    return Verdict.deliver();
  }
}
