package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.util.List;
import java.util.Optional;

/**
 * The step into the next epoch (RFC 9420, section 12.4).
 *
 * @param proposals what it changes
 * @param path the sender's new keys
 */
public record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path)
    implements HandshakeContent {
  private static final int MOST = 8192;

  /** Keeps the list from changing. */
  public Commit {
    proposals = List.copyOf(proposals);
  }

  /** Reads one. */
  public static Commit read(MlsReader reader) throws MlsException {
    return new Commit(
        reader.list(MOST, "a list of proposals", ProposalOrRef::read),
        reader.optional(UpdatePath::read));
  }

  /** The references, in the commit's order. */
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
