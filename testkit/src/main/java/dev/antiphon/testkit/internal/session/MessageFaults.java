package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;

/** What goes wrong with messages. Each method runs what it is given once, never, or more often. */
public interface MessageFaults {

  /** Before a message is acted upon. */
  void received(Target from, GatewayMessage message, Runnable acting);

  /** Before a message goes. */
  void sending(Target to, GatewayMessage message, Runnable delivery);

  /** After a message was written. */
  void sent(ClientSocket socket, GatewayMessage message);
}
