package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A parent node of the tree (RFC 9420, section 7.1).
 *
 * @param encryptionKey the public key that path secrets are encrypted to
 * @param parentHash the hash of the next node above that the same commit has set; empty at the top
 * @param unmergedLeaves the leaves below whose members do not have the private key, in ascending
 *     order
 */
public record ParentNode(Bytes encryptionKey, Bytes parentHash, List<Integer> unmergedLeaves)
    implements TreeNode {
  /** Takes a copy of the list. */
  public ParentNode {
    unmergedLeaves = List.copyOf(unmergedLeaves);
  }

  /** Decodes a parent node. */
  public static ParentNode read(MlsReader reader) throws MlsException {
    Bytes key = reader.opaque();
    Bytes hash = reader.opaque();
    List<Integer> unmerged =
        reader.list(RatchetTree.MAX_LEAVES, "a list of unmerged leaves", MlsReader::uint32);
    for (int i = 0; i < unmerged.size(); i++) {
      if (unmerged.get(i) < 0 || (i > 0 && unmerged.get(i) <= unmerged.get(i - 1))) {
        throw new MlsException(
            Refusal.MALFORMED, "a list of unmerged leaves", "expected ascending indices");
      }
    }
    return new ParentNode(key, hash, unmerged);
  }

  /** This node with one more unmerged leaf. */
  ParentNode withUnmerged(int leaf) {
    List<Integer> more = new ArrayList<>(unmergedLeaves);
    more.add(-Collections.binarySearch(more, leaf) - 1, leaf);
    return new ParentNode(encryptionKey, parentHash, more);
  }

  boolean isUnmerged(int leaf) {
    return Collections.binarySearch(unmergedLeaves, leaf) >= 0;
  }

  /** This node without these unmerged leaves. */
  ParentNode without(List<Integer> leaves) {
    List<Integer> fewer = new ArrayList<>(unmergedLeaves);
    fewer.removeIf(leaf -> Collections.binarySearch(leaves, leaf) >= 0);
    return new ParentNode(encryptionKey, parentHash, fewer);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer
        .opaque(encryptionKey)
        .opaque(parentHash)
        .vector(leaves -> unmergedLeaves.forEach(leaves::uint32));
  }
}
