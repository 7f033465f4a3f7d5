package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.Snapshot;
import java.util.OptionalLong;

/**
 * What a connection tells its owner. Every call comes on the event loop and must be quick; what an
 * observer throws is logged and changes nothing.
 */
public interface ConnectionObserver {

  /**
   * A step was taken, whatever became of its event; its effects have not run yet.
   *
   * @param after state and memory afterwards
   */
  void decided(AuditEntry.Step step, Snapshot after);

  /** The peer broke the protocol. */
  void violated(EventKind kind);

  /** The end-to-end encryption has taken a step; its effects have not run yet. */
  void encryptionDecided(AuditEntry.Encryption step);

  /** The end-to-end encryption is so from now on. */
  void encryptionChanged(DaveEncryption encryption);

  /** An authentic Opus frame came. */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
