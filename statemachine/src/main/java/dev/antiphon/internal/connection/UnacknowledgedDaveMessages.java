package dev.antiphon.internal.connection;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sent DAVE messages of the current epoch without an answer. After a Resume, Discord sends its
 * missed messages again. The client's lost messages must be sent again by the client. Runs on the
 * event loop only.
 *
 * <p>Invariant: it contains at most one message per opcode, the last one.
 */
final class UnacknowledgedDaveMessages {
  private final Map<Integer, GatewayMessage> messages = new LinkedHashMap<>();

  void add(GatewayMessage message) {
    if (message.opcode() == Opcode.DAVE_TRANSITION_READY.number()) {
      // A loss is harmless: the server continues after a timeout.
      return;
    }
    if (message.opcode() == Opcode.MLS_COMMIT_WELCOME.number()) {
      // Proposals answer the key package. Sending the key package twice would add this client
      // twice.
      messages.clear();
    } else if (message.opcode() == Opcode.MLS_KEY_PACKAGE.number()) {
      // A new key package leaves the group for which that commit was made.
      messages.remove(Opcode.MLS_COMMIT_WELCOME.number());
    }
    messages.remove(message.opcode());
    messages.put(message.opcode(), message);
  }

  /** A new epoch started. All messages were received or are obsolete. */
  void clear() {
    messages.clear();
  }

  /** The messages, in the order in which they were sent. */
  List<GatewayMessage> messages() {
    return new ArrayList<>(messages.values());
  }
}
