package dev.antiphon.dave;

import java.util.List;

/**
 * An event of a session: a message of the voice gateway (whitepaper, section Voice Gateway
 * Opcodes), a failure of decryption, or the end of a wait. The decoder of gateway messages does not
 * parse the content of a message. The session parses the content when it handles the event.
 *
 * <p>The terms are explained in the description of this package.
 */
public sealed interface DaveEvent {

  /**
   * An event that belongs to a transition. The id of a transition is 0 to 65,535. Transition 0 is
   * executed immediately.
   */
  sealed interface OfTransition extends DaveEvent {
    /** The id of the transition. */
    int transitionId();
  }

  /** A message for members of a group. It is buffered if it arrives before there is a group. */
  sealed interface OfGroup extends DaveEvent {
    /** The message as received, without opcode and transition id. */
    DaveBytes content();
  }

  /**
   * Session Description (op 4): the session starts or restarts.
   *
   * @param version the active protocol version; 0 means no end-to-end encryption
   */
  record Begin(int version) implements DaveEvent {
    /** Refuses a negative version. */
    public Begin {
      requireVersion(version);
    }
  }

  /**
   * Op 11: these users are in the channel, in addition to the users announced earlier. The owner
   * can pass this event also for a user that another message of the gateway has named, such as op
   * 5.
   *
   * @param userIds the users
   */
  record UsersConnected(List<Long> userIds) implements DaveEvent {
    /** Takes a copy of the list. */
    public UsersConnected {
      userIds = List.copyOf(userIds);
    }
  }

  /**
   * Op 13: a user has left the channel.
   *
   * @param userId the user
   */
  record UserDisconnected(long userId) implements DaveEvent {}

  /**
   * Op 21: a change of the protocol version is announced.
   *
   * @param transitionId the id of the transition
   * @param version the protocol version after the transition
   */
  record PrepareTransition(int transitionId, int version) implements OfTransition {
    /** Refuses an id above 65,535 or below 0, and a negative version. */
    public PrepareTransition {
      requireTransition(transitionId);
      requireVersion(version);
    }
  }

  /**
   * Op 22: a prepared transition is executed.
   *
   * @param transitionId the id of the transition
   */
  record ExecuteTransition(int transitionId) implements OfTransition {
    /** Refuses an id above 65,535, or below 0. */
    public ExecuteTransition {
      requireTransition(transitionId);
    }
  }

  /**
   * Op 24: an epoch is announced.
   *
   * @param epoch the number of the epoch; 1 means a new group
   * @param version the protocol version of the epoch
   */
  record PrepareEpoch(long epoch, int version) implements DaveEvent {
    /** Refuses a negative version. */
    public PrepareEpoch {
      requireVersion(version);
    }
  }

  /**
   * Op 25: the external sender, which is the gateway as the sender of all proposals.
   *
   * @param content the encoded ExternalSender: a credential and a public key
   */
  record ExternalSender(DaveBytes content) implements DaveEvent {}

  /**
   * Op 27: proposals are added or revoked.
   *
   * @param operation 0 if the proposals are added, 1 if they are revoked
   * @param content a vector of MLSMessages if the proposals are added; a vector of ProposalRefs if
   *     the proposals are revoked
   */
  record Proposals(int operation, DaveBytes content) implements OfGroup {}

  /**
   * Op 29: the commit that the gateway has chosen, from us or from another member.
   *
   * @param transitionId the id of the transition that activates the new epoch
   * @param content the encoded MLSMessage
   */
  record CommitAnnounced(int transitionId, DaveBytes content) implements OfTransition, OfGroup {
    /** Refuses an id above 65,535, or below 0. */
    public CommitAnnounced {
      requireTransition(transitionId);
    }
  }

  /**
   * Op 30: a welcome, by which we join the group.
   *
   * @param transitionId the id of the transition that activates the new epoch
   * @param content the encoded Welcome
   */
  record Welcome(int transitionId, DaveBytes content) implements OfTransition, OfGroup {
    /** Refuses an id above 65,535, or below 0. */
    public Welcome {
      requireTransition(transitionId);
    }
  }

  /**
   * Many consecutive frames of a user could not be decrypted, so our group state is probably wrong.
   * {@link DaveFrames} reports this failure; {@link DaveLimits#decryptionFailures} is the number of
   * frames.
   *
   * @param userId the sender of the frames
   */
  record DecryptionFails(long userId) implements DaveEvent {}

  /**
   * The owner has waited too long for keys ({@link DaveEncryption#awaitsKeys()}). The session
   * recovers if {@link DaveLimits} allows it.
   */
  record KeysOverdue() implements DaveEvent {}

  /** The time of {@link DaveEffect.AwaitRecovery} is over. */
  record RecoveryDue() implements DaveEvent {}

  private static void requireTransition(int id) {
    if (id < 0 || id > 0xffff) {
      throw new IllegalArgumentException("The transition id must be 0 to 65535, was " + id);
    }
  }

  private static void requireVersion(int version) {
    if (version < 0) {
      throw new IllegalArgumentException("The protocol version must be 0 or more, was " + version);
    }
  }
}
