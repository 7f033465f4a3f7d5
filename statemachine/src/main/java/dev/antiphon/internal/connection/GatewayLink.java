package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;

/** The way to the voice gateway for what is not part of the flow. Called on the event loop. */
interface GatewayLink extends BackPressure {

  /** Sends over the socket dialled last, whatever has become of it. */
  void send(GatewayMessage message);
}
