package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The proposals that await a commit, in the order they came. It never changes; a new epoch begins
 * with an empty one.
 *
 * @param proposals the proposals
 */
public record ProposalQueue(List<QueuedProposal> proposals) {
  /** No proposal. */
  public static final ProposalQueue EMPTY = new ProposalQueue(List.of());

  private static final int MOST = 8192;

  /** Keeps the list from changing. */
  public ProposalQueue {
    proposals = List.copyOf(proposals);
  }

  /** The queue with one more proposal; the same queue if it holds this proposal already. */
  public ProposalQueue with(QueuedProposal proposal) throws MlsException {
    if (find(proposal.reference()).isPresent()) {
      return this;
    }
    if (proposals.size() == MOST) {
      throw new MlsException(Refusal.TOO_LARGE, "the queue", "expected " + MOST + " proposals");
    }
    List<QueuedProposal> more = new ArrayList<>(proposals);
    more.add(proposal);
    return new ProposalQueue(more);
  }

  /** The queue without those that the gateway has revoked, each of which must be in it. */
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

  /** Whether nothing awaits a commit. */
  public boolean isEmpty() {
    return proposals.isEmpty();
  }
}
