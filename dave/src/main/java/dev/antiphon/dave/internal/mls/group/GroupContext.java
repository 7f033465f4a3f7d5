package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.tree.Extension;
import java.util.List;

/**
 * What all members of an epoch agree on (RFC 9420, section 8.1).
 *
 * @param groupId the group; in DAVE the channel id
 * @param epoch the number of the epoch, unsigned
 * @param treeHash the hash of the ratchet tree
 * @param confirmedTranscriptHash the hash of all commits that led here
 * @param extensions the group's; in DAVE one, the external sender
 */
public record GroupContext(
    Bytes groupId,
    long epoch,
    Bytes treeHash,
    Bytes confirmedTranscriptHash,
    List<Extension> extensions)
    implements Encodable {
  /** Keeps the list from changing. */
  public GroupContext {
    extensions = List.copyOf(extensions);
  }

  static GroupContext read(MlsReader reader) throws MlsException {
    Wire.readVersion(reader);
    Wire.checkSuite(reader.uint16(), "a group");
    return new GroupContext(
        reader.opaque(),
        reader.uint64(),
        reader.opaque(),
        reader.opaque(),
        Extension.readList(reader));
  }

  /**
   * The context of the next epoch before its commit is known: what path secrets are encrypted in.
   */
  GroupContext provisional(Bytes newTreeHash, List<Extension> newExtensions) {
    return new GroupContext(
        groupId, epoch + 1, newTreeHash, confirmedTranscriptHash, newExtensions);
  }

  /** The same after the commit. */
  GroupContext confirmed(Bytes newTranscriptHash) {
    return new GroupContext(groupId, epoch, treeHash, newTranscriptHash, extensions);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer
        .uint16(Wire.MLS10)
        .uint16(Wire.SUITE)
        .opaque(groupId)
        .uint64(epoch)
        .opaque(treeHash)
        .opaque(confirmedTranscriptHash)
        .list(extensions);
  }
}
