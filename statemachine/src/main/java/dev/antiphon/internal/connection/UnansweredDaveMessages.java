package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said to the delivery service since the last epoch was entered, and would be missed for
 * ever if it was lost with the socket: a Resume makes good what the server has said, but not what
 * we have. Confined to the event loop.
 *
 * <p>Invariant: it holds at most one message of an opcode, the last.
 */
final class UnansweredDaveMessages {
  private final Map<Integer, GatewayMessage> messages = new LinkedHashMap<>();

  void said(GatewayMessage message) {
    if (message.opcode() == Opcode.DAVE_TRANSITION_READY.number()) {
      // The server does not wait for it for ever.
      return;
    }
    if (message.opcode() == Opcode.MLS_COMMIT_WELCOME.number()) {
      // Who is told of proposals has been heard: a key package said twice would add us twice.
      messages.clear();
    } else if (message.opcode() == Opcode.MLS_KEY_PACKAGE.number()) {
      // It gives up the group whose commit that was.
      messages.remove(Opcode.MLS_COMMIT_WELCOME.number());
    }
    messages.remove(message.opcode());
    messages.put(message.opcode(), message);
  }

  /** An epoch was entered: all has been heard, or means nothing any more. */
  void clear() {
    messages.clear();
  }

  /** The messages, in the order they were said. */
  List<GatewayMessage> messages() {
    return new ArrayList<>(messages.values());
  }
}
