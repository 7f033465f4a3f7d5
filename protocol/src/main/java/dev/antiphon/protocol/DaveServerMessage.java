package dev.antiphon.protocol;

/**
 * A message of the voice server that only the end-to-end encryption (DAVE) reads.
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

  /** Calls the method of the reader for this type of message. */
  <R> R accept(Reader<R> reader);

  @Override
  default void accept(Receiver receiver) {
    receiver.dave(this);
  }

  /**
   * One method for each DAVE message of a voice server.
   *
   * @param <R> what the message is turned into
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
