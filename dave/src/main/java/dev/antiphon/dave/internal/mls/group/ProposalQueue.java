package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
    if (find(proposal.reference()).isPresent()) {
      return this;
    }
    if (proposals.size() == MAX_PROPOSALS) {
      throw new MlsException(
          Refusal.TOO_LARGE, "the queue", "expected " + MAX_PROPOSALS + " or fewer proposals");
    }
    List<QueuedProposal> more = new ArrayList<>(proposals);
    more.add(proposal);
    return new ProposalQueue(more);
  }

  /** The queue without the revoked proposals. Each of them must be in the queue. */
  public ProposalQueue without(Collection<Bytes> references) throws MlsException {
    List<QueuedProposal> fewer = new ArrayList<>(proposals);
    for (Bytes reference : references) {
      if (!fewer.removeIf(queued -> queued.reference().equals(reference))) {
        throw new MlsException(Refusal.UNKNOWN_PROPOSAL, "a revocation", reference.toString());
      }
    }
    return new ProposalQueue(fewer);
  }

  /** The proposal with this reference. */
  public Optional<QueuedProposal> find(Bytes reference) {
    return proposals.stream().filter(queued -> queued.reference().equals(reference)).findFirst();
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
