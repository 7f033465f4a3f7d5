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
 * The only way to the listener. Invariant: after {@link #dialFailed}, {@link #closed} or {@link
 * #silence} no call begins, and nothing a listener throws gets through to the channel.
 */
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceSocket.class);

  private final VoiceSocketListener listener;
  private volatile boolean silent;

  Reporter(VoiceSocketListener listener) {
    this.listener = listener;
  }

  /** From any thread: nothing more is reported. */
  void silence() {
    silent = true;
  }

  boolean silent() {
    return silent;
  }

  void opened() {
    report(VoiceSocketListener::opened);
  }

  /** A message that only clients send is reported by its opcode alone. */
  void message(GatewayMessage message, int sequence) {
    ServerMessage said =
        message instanceof ServerMessage known
            ? known
            : new Unrecognized(message.opcode(), sequence, OpaqueBytes.EMPTY);
    report(to -> to.message(said, sequence));
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
      guard(call);
    }
  }

  private void report(Consumer<VoiceSocketListener> call) {
    if (!silent) {
      guard(call);
    }
  }

  private void guard(Consumer<VoiceSocketListener> call) {
    try {
      call.accept(listener);
    } catch (Throwable e) { // the pipeline would take it for a broken connection
      LOG.error("a voice socket listener failed", e);
    }
  }
}
