package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.tree.Extension;
import java.util.List;

/**
 * The group context: the state that all members of an epoch share (RFC 9420, section 8.1).
 *
 * @param groupId the id of the group; in DAVE the channel id
 * @param epoch the number of the epoch, unsigned
 * @param treeHash the hash of the ratchet tree
 * @param confirmedTranscriptHash the hash of all commits up to this epoch
 * @param extensions the extensions of the group; in DAVE only the external sender
 */
public record GroupContext(
    Bytes groupId,
    long epoch,
    Bytes treeHash,
    Bytes confirmedTranscriptHash,
    List<Extension> extensions)
    implements Encodable {
  /** Takes a copy of the list. */
  public GroupContext {
    extensions = List.copyOf(extensions);
  }

  static GroupContext read(MlsReader reader) throws MlsException {
    WireFormat.readVersion(reader);
    WireFormat.checkSuite(reader.uint16(), "a group");
    return new GroupContext(
        reader.opaque(),
        reader.uint64(),
        reader.opaque(),
        reader.opaque(),
        Extension.readList(reader));
  }

  /**
   * The provisional context of the next epoch, without its commit. It is the context for the
   * encryption of path secrets.
   */
  GroupContext provisional(Bytes newTreeHash, List<Extension> newExtensions) {
    return new GroupContext(
        groupId, epoch + 1, newTreeHash, confirmedTranscriptHash, newExtensions);
  }

  /** The context with the transcript hash after the commit. */
  GroupContext confirmed(Bytes newTranscriptHash) {
    return new GroupContext(groupId, epoch, treeHash, newTranscriptHash, extensions);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer
        .uint16(WireFormat.MLS10)
        .uint16(WireFormat.SUITE)
        .opaque(groupId)
        .uint64(epoch)
        .opaque(treeHash)
        .opaque(confirmedTranscriptHash)
        .list(extensions);
  }
}
