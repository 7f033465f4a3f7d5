package dev.antiphon.testkit.server;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The end-to-end encryption of a call, as the delivery service of a voice server sees it at one
 * moment. It knows no secret of the group.
 *
 * @param guildId the guild whose call it is
 * @param channelId the id of the MLS group
 * @param protocolVersion the version of DAVE in force, 0 for none
 * @param epoch the epoch of the MLS group; 0 while nobody has committed
 * @param members users by the index of their leaf
 * @param queue what is proposed and awaits a commit, oldest first
 * @param transitions the numbers of transitions that were prepared and not executed
 */
public record DaveGroup(
    long guildId,
    long channelId,
    int protocolVersion,
    long epoch,
    SortedMap<Integer, Long> members,
    List<Awaiting> queue,
    List<Integer> transitions) {

  /** Keeps them from changing. */
  public DaveGroup {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    queue = List.copyOf(queue);
    transitions = List.copyOf(transitions);
  }

  /**
   * A proposal that awaits a commit.
   *
   * @param add whether it adds the user; else it removes one of the user's leaves
   * @param userId the user
   */
  public record Awaiting(boolean add, long userId) {}
}
