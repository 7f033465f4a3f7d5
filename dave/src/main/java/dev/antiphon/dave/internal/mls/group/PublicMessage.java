package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Hash;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import java.util.Optional;

/**
 * A signed message in clear, in an MLSMessage (RFC 9420, sections 6.1 and 6.2). Reading one checks
 * its form alone; an {@link Epoch} checks the rest.
 *
 * @param content what it says
 * @param signature the sender's
 * @param confirmationTag a commit's agreement on the next epoch
 * @param membershipTag a member's proof that it is one in this epoch
 */
public record PublicMessage(
    FramedContent content,
    Bytes signature,
    Optional<Bytes> confirmationTag,
    Optional<Bytes> membershipTag)
    implements Encodable {
  private static final String LABEL = "FramedContentTBS";

  /** Reads a message that ends with the bytes. */
  public static PublicMessage parse(byte[] message) throws MlsException {
    MlsReader reader = Wire.open(message);
    PublicMessage parsed = read(reader);
    reader.end("a message");
    return parsed;
  }

  /** Reads a message that others may follow. */
  public static PublicMessage read(MlsReader reader) throws MlsException {
    Wire.readHeader(reader, Wire.PUBLIC_MESSAGE);
    FramedContent content = FramedContent.read(reader);
    Bytes signature = reader.opaque();
    Optional<Bytes> confirmation =
        content.content() instanceof Commit ? Optional.of(reader.opaque()) : Optional.empty();
    Optional<Bytes> membership =
        content.sender().isMember() ? Optional.of(reader.opaque()) : Optional.empty();
    return new PublicMessage(content, signature, confirmation, membership);
  }

  /** Signs; the tags are still missing. */
  static PublicMessage sign(
      SignatureKeyPair signer, FramedContent content, Optional<GroupContext> context) {
    Bytes signature = signer.sign(LABEL, toBeSigned(content, context));
    return new PublicMessage(content, signature, Optional.empty(), Optional.empty());
  }

  /** The same with the tags that a member's message has. */
  PublicMessage tagged(Optional<Bytes> confirmation, Secret membershipKey, GroupContext context) {
    PublicMessage confirmed = new PublicMessage(content, signature, confirmation, Optional.empty());
    Bytes membership = membershipKey.mac(confirmed.toBeTagged(context));
    return new PublicMessage(content, signature, confirmation, Optional.of(membership));
  }

  /** The proposal. */
  public Optional<Proposal> proposal() {
    return content.content() instanceof Proposal proposal
        ? Optional.of(proposal)
        : Optional.empty();
  }

  /** The commit. */
  public Optional<Commit> commit() {
    return content.content() instanceof Commit commit ? Optional.of(commit) : Optional.empty();
  }

  /** ProposalRef: what a commit calls this proposal (RFC 9420, section 5.2). */
  public Bytes reference() {
    return Hash.reference("MLS 1.0 Proposal Reference", authenticatedContent());
  }

  /**
   * Refuses the message unless the key signed it.
   *
   * @param context the epoch's context for a member's message, nothing for the gateway's
   */
  public void verifySignature(Bytes key, Optional<GroupContext> context) throws MlsException {
    Signatures.verify(key, LABEL, toBeSigned(content, context), signature, "a message");
  }

  void verifyMembership(Secret membershipKey, GroupContext context) throws MlsException {
    Bytes expected = membershipKey.mac(toBeTagged(context));
    if (!membershipTag.orElse(Bytes.EMPTY).matches(expected)) {
      throw new MlsException(Refusal.BAD_MEMBERSHIP_TAG, "a message");
    }
  }

  /** AuthenticatedContent. */
  Bytes authenticatedContent() {
    MlsWriter writer = new MlsWriter().uint16(Wire.PUBLIC_MESSAGE).struct(content);
    writeAuth(writer);
    return writer.toBytes();
  }

  /** ConfirmedTranscriptHashInput (RFC 9420, section 8.2). */
  Bytes transcriptInput() {
    return new MlsWriter().uint16(Wire.PUBLIC_MESSAGE).struct(content).opaque(signature).toBytes();
  }

  /** FramedContentTBS. */
  private static Bytes toBeSigned(FramedContent content, Optional<GroupContext> context) {
    MlsWriter writer = Wire.header(new MlsWriter(), Wire.PUBLIC_MESSAGE).struct(content);
    context.ifPresent(writer::struct);
    return writer.toBytes();
  }

  /** AuthenticatedContentTBM. */
  private Bytes toBeTagged(GroupContext context) {
    MlsWriter writer = new MlsWriter().bytes(toBeSigned(content, Optional.of(context)));
    writeAuth(writer);
    return writer.toBytes();
  }

  private void writeAuth(MlsWriter writer) {
    writer.opaque(signature);
    confirmationTag.ifPresent(writer::opaque);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    Wire.header(writer, Wire.PUBLIC_MESSAGE).struct(content);
    writeAuth(writer);
    membershipTag.ifPresent(writer::opaque);
  }
}
