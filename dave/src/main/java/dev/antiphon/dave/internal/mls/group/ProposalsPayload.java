package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.List;

/** The body of op 27 (whitepaper, section Voice Gateway Opcodes, dave_mls_proposals). */
public sealed interface ProposalsPayload extends Encodable {
  /** The maximum number of proposals in one message. A channel has fewer users. */
  int MAX_PROPOSALS = 4096;

  /**
   * New proposals.
   *
   * @param messages the proposals in their order
   */
  record Append(List<PublicMessage> messages) implements ProposalsPayload {
    static final int TYPE = 0;

    /** Takes a copy of the list. */
    public Append {
      messages = List.copyOf(messages);
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).list(messages);
    }
  }

  /**
   * Revoked proposals.
   *
   * @param references their ProposalRefs
   */
  record Revoke(List<Bytes> references) implements ProposalsPayload {
    static final int TYPE = 1;

    /** Takes a copy of the list. */
    public Revoke {
      references = List.copyOf(references);
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).vector(list -> references.forEach(list::opaque));
    }
  }

  /** Decodes a body. It checks only the format. */
  static ProposalsPayload parse(byte[] body) throws MlsException {
    MlsReader reader = WireFormat.open(body);
    int type = reader.uint8();
    ProposalsPayload payload =
        switch (type) {
          case Append.TYPE -> new Append(reader.list(MAX_PROPOSALS, "op 27", PublicMessage::read));
          case Revoke.TYPE -> new Revoke(reader.list(MAX_PROPOSALS, "op 27", MlsReader::opaque));
          default -> throw new MlsException(Refusal.MALFORMED, "op 27", "operation " + type);
        };
    reader.end("op 27");
    return payload;
  }
}
