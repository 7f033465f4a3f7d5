package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * A proposal or a commit, with its group, epoch and sender (RFC 9420, section 6).
 *
 * @param groupId the id of the group
 * @param epoch the epoch in which it was sent
 * @param sender the sender
 * @param authenticatedData additional data of the application; empty in DAVE
 * @param content the proposal or commit
 */
public record FramedContent(
    Bytes groupId, long epoch, Sender sender, Bytes authenticatedData, HandshakeContent content)
    implements Encodable {
  static FramedContent read(MlsReader reader) throws MlsException {
    return new FramedContent(
        reader.opaque(),
        reader.uint64(),
        Sender.read(reader),
        reader.opaque(),
        readContent(reader));
  }

  private static HandshakeContent readContent(MlsReader reader) throws MlsException {
    int type = reader.uint8();
    return switch (type) {
      case HandshakeContent.PROPOSAL -> Proposal.read(reader);
      case HandshakeContent.COMMIT -> Commit.read(reader);
      default ->
          throw new MlsException(
              Refusal.UNSUPPORTED, "a message", "content type " + type + ", expected 2 or 3");
    };
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer
        .opaque(groupId)
        .uint64(epoch)
        .struct(sender)
        .opaque(authenticatedData)
        .uint8(content instanceof Proposal ? HandshakeContent.PROPOSAL : HandshakeContent.COMMIT)
        .struct(content);
  }
}
