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
 * A signed, unencrypted message in an MLSMessage (RFC 9420, sections 6.1 and 6.2). Decoding checks
 * only the format; an {@link Epoch} checks the rest.
 *
 * @param content the proposal or commit
 * @param signature the signature of the sender
 * @param confirmationTag the confirmation of the next epoch; present in a commit
 * @param membershipTag the proof that the sender is a member of this epoch; present in a member's
 *     message
 */
public record PublicMessage(
    FramedContent content,
    Bytes signature,
    Optional<Bytes> confirmationTag,
    Optional<Bytes> membershipTag)
    implements Encodable {
  private static final String LABEL = "FramedContentTBS";

  /** Decodes a message. Refuses bytes after its end. */
  public static PublicMessage parse(byte[] message) throws MlsException {
    MlsReader reader = WireFormat.open(message);
    PublicMessage parsed = read(reader);
    reader.end("a message");
    return parsed;
  }

  /** Decodes a message. More data may follow it. */
  public static PublicMessage read(MlsReader reader) throws MlsException {
    WireFormat.readHeader(reader, WireFormat.PUBLIC_MESSAGE);
    FramedContent content = FramedContent.read(reader);
    Bytes signature = reader.opaque();
    Optional<Bytes> confirmation =
        content.content() instanceof Commit ? Optional.of(reader.opaque()) : Optional.empty();
    Optional<Bytes> membership =
        content.sender().isMember() ? Optional.of(reader.opaque()) : Optional.empty();
    return new PublicMessage(content, signature, confirmation, membership);
  }

  /** Creates a signed message without tags. */
  static PublicMessage sign(
      SignatureKeyPair signer, FramedContent content, Optional<GroupContext> context) {
    Bytes signature = signer.sign(LABEL, toBeSigned(content, context));
    return new PublicMessage(content, signature, Optional.empty(), Optional.empty());
  }

  /** This message with the tags of a member's message. */
  PublicMessage tagged(Optional<Bytes> confirmation, Secret membershipKey, GroupContext context) {
    PublicMessage confirmed = new PublicMessage(content, signature, confirmation, Optional.empty());
    Bytes membership = membershipKey.mac(confirmed.toBeTagged(context));
    return new PublicMessage(content, signature, confirmation, Optional.of(membership));
  }

  /** The proposal; empty if the message is a commit. */
  public Optional<Proposal> proposal() {
    return content.content() instanceof Proposal proposal
        ? Optional.of(proposal)
        : Optional.empty();
  }

  /** The commit; empty if the message is a proposal. */
  public Optional<Commit> commit() {
    return content.content() instanceof Commit commit ? Optional.of(commit) : Optional.empty();
  }

  /** ProposalRef: the reference to this proposal in a commit (RFC 9420, section 5.2). */
  public Bytes reference() {
    return Hash.reference("MLS 1.0 Proposal Reference", authenticatedContent());
  }

  /**
   * Refuses the message if it was not signed with this key.
   *
   * @param context the context of the epoch for a member's message; empty for a message of the
   *     gateway
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
    MlsWriter writer = new MlsWriter().uint16(WireFormat.PUBLIC_MESSAGE).struct(content);
    writeAuth(writer);
    return writer.toBytes();
  }

  /** ConfirmedTranscriptHashInput (RFC 9420, section 8.2). */
  Bytes transcriptInput() {
    return new MlsWriter()
        .uint16(WireFormat.PUBLIC_MESSAGE)
        .struct(content)
        .opaque(signature)
        .toBytes();
  }

  /** FramedContentTBS. */
  private static Bytes toBeSigned(FramedContent content, Optional<GroupContext> context) {
    MlsWriter writer =
        WireFormat.header(new MlsWriter(), WireFormat.PUBLIC_MESSAGE).struct(content);
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
    WireFormat.header(writer, WireFormat.PUBLIC_MESSAGE).struct(content);
    writeAuth(writer);
    membershipTag.ifPresent(writer::opaque);
  }
}
