package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.FlowDecision;
import java.util.OptionalLong;

/**
 * Receives the events of a connection. Every method runs on the event loop and must return quickly.
 * An exception of an observer is logged and has no other effect.
 */
public interface ConnectionObserver {

  /**
   * The flow took a step, also if it ignored or refused the event. The effects have not run yet.
   *
   * @param step the record of the step
   * @param decision the decision with its effects
   */
  void decided(AuditEntry.Step step, FlowDecision decision);

  /** The voice server violated the protocol. */
  void violated(EventKind kind);

  /** The end-to-end encryption took a step. The effects have not run yet. */
  void encryptionDecided(AuditEntry.Encryption step);

  /** The state of the end-to-end encryption changed. */
  void encryptionChanged(DaveEncryption encryption);

  /** An authentic Opus frame arrived. */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
