package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/** An entry of a commit: a proposal or a reference to one (RFC 9420, section 12.4). */
public sealed interface ProposalOrRef extends Encodable {
  /**
   * A proposal in the commit itself. DAVE refuses it.
   *
   * @param proposal the proposal
   */
  record Inline(Proposal proposal) implements ProposalOrRef {
    static final int TYPE = 1;

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).struct(proposal);
    }
  }

  /**
   * A reference to a proposal that was sent earlier.
   *
   * @param hash the ProposalRef
   */
  record Reference(Bytes hash) implements ProposalOrRef {
    static final int TYPE = 2;

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).opaque(hash);
    }
  }

  /** Decodes an entry. */
  static ProposalOrRef read(MlsReader reader) throws MlsException {
    int type = reader.uint8();
    return switch (type) {
      case Inline.TYPE -> new Inline(Proposal.read(reader));
      case Reference.TYPE -> new Reference(reader.opaque());
      default -> throw new MlsException(Refusal.MALFORMED, "a commit", "proposal type " + type);
    };
  }
}
