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

  /** Stores the status of the end-to-end encryption, before the application is told about it. */
  void encryptionKnown(DaveEncryption encryption);

  /** The status of the end-to-end encryption changed. */
  void encryptionChanged(DaveEncryption encryption);

  /**
   * The call is not encrypted, and was encrypted or unknown before. This report is never dropped.
   *
   * @param told called on any thread when every listener has returned, or if there is none
   * @param refused called instead, on any thread, if the listeners cannot be called now
   */
  void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused);

  /** An authentic Opus frame arrived. */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
