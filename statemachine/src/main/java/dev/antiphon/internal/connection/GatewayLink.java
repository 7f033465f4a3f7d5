package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;

/** Sends messages to the voice gateway that are not part of the flow. Called on the event loop. */
interface GatewayLink extends BackPressure {

  /** Sends over the current socket. The message is lost if that socket is closed. */
  void send(GatewayMessage message);
}
