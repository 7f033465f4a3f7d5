package dev.antiphon.testkit.server;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot of the MLS group of an end-to-end encrypted call, from the voice server's {@link
 * dev.antiphon.testkit.DeliveryService}. The delivery service knows no secret of the group.
 *
 * @param guildId the guild of the call
 * @param channelId the id of the MLS group
 * @param protocolVersion the current version of DAVE, 0 for no encryption
 * @param epoch the epoch of the MLS group; 0 before the first commit
 * @param members the user ids, by the index of the leaf in the MLS group
 * @param queue the proposals that wait for a commit, oldest first
 * @param transitions the ids of transitions that were prepared and not yet executed
 */
public record DaveGroup(
    long guildId,
    long channelId,
    int protocolVersion,
    long epoch,
    SortedMap<Integer, Long> members,
    List<PendingProposal> queue,
    List<Integer> transitions) {

  /** Makes immutable copies of the collections. */
  public DaveGroup {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    queue = List.copyOf(queue);
    transitions = List.copyOf(transitions);
  }

  /**
   * A proposal that waits for a commit.
   *
   * @param add true if the proposal adds the user, false if it removes one of the user's leaves
   * @param userId the user
   */
  public record PendingProposal(boolean add, long userId) {}
}
