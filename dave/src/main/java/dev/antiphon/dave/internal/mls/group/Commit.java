package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.util.List;
import java.util.Optional;

/**
 * A commit, which starts the next epoch (RFC 9420, section 12.4).
 *
 * @param proposals the committed changes
 * @param path the new keys of the sender
 */
public record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path)
    implements HandshakeContent {
  private static final int MAX_PROPOSALS = 8192;

  /** Takes a copy of the list. */
  public Commit {
    proposals = List.copyOf(proposals);
  }

  /** Decodes a commit. */
  public static Commit read(MlsReader reader) throws MlsException {
    return new Commit(
        reader.list(MAX_PROPOSALS, "a list of proposals", ProposalOrRef::read),
        reader.optional(UpdatePath::read));
  }

  /** The references to proposals, in the order of the commit. */
  public List<Bytes> references() {
    return proposals.stream()
        .filter(ProposalOrRef.Reference.class::isInstance)
        .map(reference -> ((ProposalOrRef.Reference) reference).hash())
        .toList();
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.list(proposals).optional(path);
  }
}
