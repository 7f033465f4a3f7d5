package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.ServerMessage;
import dev.antiphon.protocol.Unrecognized;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listener; all calls go through this class. Invariants: After {@link #dialFailed},
 * {@link #closed} or {@link #silence}, no call begins. Exceptions of a listener never reach the
 * channel.
 */
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceSocket.class);

  private final VoiceSocketListener listener;
  private volatile boolean silent;

  Reporter(VoiceSocketListener listener) {
    this.listener = listener;
  }

  /** Stops all later calls of the listener. Can be called from any thread. */
  void silence() {
    silent = true;
  }

  boolean silent() {
    return silent;
  }

  void opened() {
    report(VoiceSocketListener::opened);
  }

  /**
   * Reports a message. For a message that only clients send, the report contains only the opcode.
   */
  void message(GatewayMessage message, int sequence) {
    ServerMessage reported =
        message instanceof ServerMessage known
            ? known
            : new Unrecognized(message.opcode(), sequence, OpaqueBytes.EMPTY);
    report(to -> to.message(reported, sequence));
  }

  void malformed(MalformedMessageException cause) {
    report(to -> to.malformed(cause));
  }

  void unknownAcknowledgement() {
    report(VoiceSocketListener::unknownAcknowledgement);
  }

  void heartbeatsMissed(int unanswered) {
    report(to -> to.heartbeatsMissed(unanswered));
  }

  void dialFailed(DialException cause) {
    reportLast(to -> to.dialFailed(cause));
  }

  void closed(int code, String reason) {
    reportLast(to -> to.closed(code, reason));
  }

  private void reportLast(Consumer<VoiceSocketListener> call) {
    if (!silent) {
      silent = true;
      callListener(call);
    }
  }

  private void report(Consumer<VoiceSocketListener> call) {
    if (!silent) {
      callListener(call);
    }
  }

  private void callListener(Consumer<VoiceSocketListener> call) {
    try {
      call.accept(listener);
    } catch (Throwable e) { // the pipeline would handle it as a failed connection
      LOG.error("a voice socket listener threw an exception", e);
    }
  }
}
