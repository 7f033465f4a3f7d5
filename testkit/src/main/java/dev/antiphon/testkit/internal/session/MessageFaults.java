package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;

/** Faults of messages. Each method runs its {@link Runnable} once, never, or several times. */
public interface MessageFaults {

  /** Called before a received message is processed. */
  void received(Target from, GatewayMessage message, Runnable acting);

  /** Called before a message is sent. */
  void sending(Target to, GatewayMessage message, Runnable delivery);

  /** Called after a message was written. */
  void sent(ClientSocket socket, GatewayMessage message);
}
