package dev.antiphon.dave;

import java.util.List;

/**
 * What can happen to a session: what the voice gateway says, and what the frames show (whitepaper,
 * section Voice Gateway Opcodes). Contents are not looked into before their step, so a decoder has
 * nothing to know of them.
 */
public sealed interface DaveEvent {

  /** An event of a transition, whose id is 0 to 65,535; 0 executes at once. */
  sealed interface OfTransition extends DaveEvent {
    /** The transition. */
    int transitionId();
  }

  /** A message for members of a group; it is kept if it comes before there is one. */
  sealed interface OfGroup extends DaveEvent {
    /** The message as it came, without opcode and transition. */
    DaveBytes content();
  }

  /**
   * Session Description (op 4): the session begins, or begins anew.
   *
   * @param version the protocol version in force; 0 means no end-to-end encryption
   */
  record Begin(int version) implements DaveEvent {
    /** Refuses a negative version. */
    public Begin {
      requireVersion(version);
    }
  }

  /**
   * Op 11: these users are here, besides those who were.
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
   * Op 13: a user has left.
   *
   * @param userId the user
   */
  record UserDisconnected(long userId) implements DaveEvent {}

  /**
   * Op 21: prepare to change the version.
   *
   * @param transitionId the transition
   * @param version the protocol version that it leads to
   */
  record PrepareTransition(int transitionId, int version) implements OfTransition {
    /** Refuses an id beyond 16 bits and a negative version. */
    public PrepareTransition {
      requireTransition(transitionId);
      requireVersion(version);
    }
  }

  /**
   * Op 22: execute what was prepared.
   *
   * @param transitionId the transition
   */
  record ExecuteTransition(int transitionId) implements OfTransition {
    /** Refuses an id beyond 16 bits. */
    public ExecuteTransition {
      requireTransition(transitionId);
    }
  }

  /**
   * Op 24: an epoch is coming.
   *
   * @param epoch its number; 1 means a new group
   * @param version the protocol version of the epoch
   */
  record PrepareEpoch(long epoch, int version) implements DaveEvent {
    /** Refuses a negative version. */
    public PrepareEpoch {
      requireVersion(version);
    }
  }

  /**
   * Op 25: who will propose.
   *
   * @param content the ExternalSender
   */
  record ExternalSender(DaveBytes content) implements DaveEvent {}

  /**
   * Op 27: proposals come or are taken back.
   *
   * @param operation 0 if they come, 1 if they are taken back
   * @param content the vector of MLSMessages, or of ProposalRefs
   */
  record Proposals(int operation, DaveBytes content) implements OfGroup {}

  /**
   * Op 29: the commit that was chosen.
   *
   * @param transitionId the transition by which it takes effect
   * @param content the MLSMessage
   */
  record CommitAnnounced(int transitionId, DaveBytes content) implements OfTransition, OfGroup {
    /** Refuses an id beyond 16 bits. */
    public CommitAnnounced {
      requireTransition(transitionId);
    }
  }

  /**
   * Op 30: the way into the group.
   *
   * @param transitionId the transition by which it takes effect
   * @param content the Welcome
   */
  record Welcome(int transitionId, DaveBytes content) implements OfTransition, OfGroup {
    /** Refuses an id beyond 16 bits. */
    public Welcome {
      requireTransition(transitionId);
    }
  }

  /**
   * So many frames of a user, one after another, could not be decrypted that we may have lost the
   * group; {@link DaveFrames} tells when.
   *
   * @param userId the sender
   */
  record DecryptionFails(long userId) implements DaveEvent {}

  private static void requireTransition(int id) {
    if (id < 0 || id > 0xffff) {
      throw new IllegalArgumentException("transition " + id + ", expected 0 to 65535");
    }
  }

  private static void requireVersion(int version) {
    if (version < 0) {
      throw new IllegalArgumentException("version " + version + ", expected 0 or more");
    }
  }
}
