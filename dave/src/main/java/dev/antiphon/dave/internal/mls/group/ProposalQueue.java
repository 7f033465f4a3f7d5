package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The proposals that await a commit, in the order of their arrival. Immutable. A new epoch begins
 * with an empty queue.
 *
 * @param proposals the proposals
 */
public record ProposalQueue(List<QueuedProposal> proposals) {
  /** No proposal. */
  public static final ProposalQueue EMPTY = new ProposalQueue(List.of());

  private static final int MAX_PROPOSALS = 8192;

  /** Takes a copy of the list. */
  public ProposalQueue {
    proposals = List.copyOf(proposals);
  }

  /**
   * The queue with one more proposal. If it already contains the proposal, the same queue is
   * returned.
   */
  public ProposalQueue with(QueuedProposal proposal) throws MlsException {
    return with(List.of(proposal));
  }

  /** The queue with more proposals, without those that it already contains. */
  public ProposalQueue with(List<QueuedProposal> others) throws MlsException {
    Map<Bytes, QueuedProposal> all = byReference();
    others.forEach(other -> all.putIfAbsent(other.reference(), other));
    if (all.size() == proposals.size()) {
      return this;
    }
    if (all.size() > MAX_PROPOSALS) {
      throw new MlsException(
          Refusal.TOO_LARGE, "the queue", "expected " + MAX_PROPOSALS + " or fewer proposals");
    }
    return new ProposalQueue(List.copyOf(all.values()));
  }

  /** The queue without the revoked proposals. Each of them must be in the queue. */
  public ProposalQueue without(Collection<Bytes> references) throws MlsException {
    Map<Bytes, QueuedProposal> fewer = byReference();
    for (Bytes reference : references) {
      if (fewer.remove(reference) == null) {
        throw new MlsException(Refusal.UNKNOWN_PROPOSAL, "a revocation", reference.toString());
      }
    }
    return new ProposalQueue(List.copyOf(fewer.values()));
  }

  /** The proposals by their references, in the same order. The caller owns the map. */
  Map<Bytes, QueuedProposal> byReference() {
    Map<Bytes, QueuedProposal> all = new LinkedHashMap<>();
    proposals.forEach(queued -> all.put(queued.reference(), queued));
    return all;
  }

  /** Whether one of the proposals removes the leaf. */
  public boolean removes(int leaf) {
    return proposals.stream()
        .anyMatch(
            queued -> queued.proposal() instanceof Proposal.Remove remove && remove.leaf() == leaf);
  }

  /** Whether the queue is empty. */
  public boolean isEmpty() {
    return proposals.isEmpty();
  }
}
