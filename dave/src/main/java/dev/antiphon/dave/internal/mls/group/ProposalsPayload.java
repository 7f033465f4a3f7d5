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
  /** More proposals than a channel can have users are not sent at once. */
  int MOST = 4096;

  /**
   * New proposals.
   *
   * @param messages the proposals, in order
   */
  record Append(List<PublicMessage> messages) implements ProposalsPayload {
    static final int TYPE = 0;

    /** Keeps the list from changing. */
    public Append {
      messages = List.copyOf(messages);
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).list(messages);
    }
  }

  /**
   * Proposals that are taken back.
   *
   * @param references their ProposalRefs
   */
  record Revoke(List<Bytes> references) implements ProposalsPayload {
    static final int TYPE = 1;

    /** Keeps the list from changing. */
    public Revoke {
      references = List.copyOf(references);
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(TYPE).vector(list -> references.forEach(list::opaque));
    }
  }

  /** Reads one; checks the form alone. */
  static ProposalsPayload parse(byte[] body) throws MlsException {
    MlsReader reader = Wire.open(body);
    int type = reader.uint8();
    ProposalsPayload payload =
        switch (type) {
          case Append.TYPE -> new Append(reader.list(MOST, "op 27", PublicMessage::read));
          case Revoke.TYPE -> new Revoke(reader.list(MOST, "op 27", MlsReader::opaque));
          default -> throw new MlsException(Refusal.MALFORMED, "op 27", "operation " + type);
        };
    reader.end("op 27");
    return payload;
  }
}
