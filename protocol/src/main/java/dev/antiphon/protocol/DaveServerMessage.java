package dev.antiphon.protocol;

/**
 * A message of the voice server for the end-to-end encryption (DAVE).
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 */
public sealed interface DaveServerMessage extends ServerMessage
    permits DavePrepareTransition,
        DaveExecuteTransition,
        DavePrepareEpoch,
        MlsExternalSender,
        MlsProposals,
        MlsAnnounceCommitTransition,
        MlsWelcome {

  /** Calls the reader's method for this message type and returns its result. */
  <R> R accept(Reader<R> reader);

  @Override
  default void accept(Receiver receiver) {
    receiver.dave(this);
  }

  /**
   * A visitor of DAVE messages: one method for each message type.
   *
   * @param <R> the result type of the methods
   */
  interface Reader<R> {
    /** Opcode 21. */
    R prepareTransition(DavePrepareTransition message);

    /** Opcode 22. */
    R executeTransition(DaveExecuteTransition message);

    /** Opcode 24. */
    R prepareEpoch(DavePrepareEpoch message);

    /** Opcode 25. */
    R externalSender(MlsExternalSender message);

    /** Opcode 27. */
    R proposals(MlsProposals message);

    /** Opcode 29. */
    R announceCommitTransition(MlsAnnounceCommitTransition message);

    /** Opcode 30. */
    R welcome(MlsWelcome message);
  }
}
