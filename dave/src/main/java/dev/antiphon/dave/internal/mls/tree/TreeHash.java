package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Hash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tree hashes and parent hashes (RFC 9420, sections 7.8 and 7.9). */
final class TreeHash {
  static final int LEAF = 1;
  static final int PARENT = 2;

  private TreeHash() {}

  /** The hash of a leaf, blank or not. */
  static Bytes ofLeaf(int index, @Nullable LeafNode leaf) {
    MlsWriter input = new MlsWriter().uint8(LEAF).uint32(index);
    return Hash.of(input.optional(Optional.ofNullable(leaf)).toArray());
  }

  /** The hash of a parent, blank or not, over the hashes of its children. */
  static Bytes ofParent(@Nullable ParentNode parent, Bytes left, Bytes right) {
    MlsWriter input = new MlsWriter().uint8(PARENT).optional(Optional.ofNullable(parent));
    return Hash.of(input.opaque(left).opaque(right).toArray());
  }

  /** The parent hash: the next node below that the same commit has set contains it. */
  static Bytes parentHash(Bytes encryptionKey, Bytes parentHash, Bytes originalSiblingTreeHash) {
    return Hash.of(
        new MlsWriter()
            .opaque(encryptionKey)
            .opaque(parentHash)
            .opaque(originalSiblingTreeHash)
            .toArray());
  }
}
