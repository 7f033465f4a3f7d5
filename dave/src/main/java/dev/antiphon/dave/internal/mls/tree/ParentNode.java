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
 * A node above leaves (RFC 9420, section 7.1).
 *
 * @param encryptionKey the key that path secrets are encrypted to
 * @param parentHash the hash of the next node above that was set with this one; empty at the top
 * @param unmergedLeaves the leaves below that do not know the private key, ascending
 */
public record ParentNode(Bytes encryptionKey, Bytes parentHash, List<Integer> unmergedLeaves)
    implements TreeNode {
  /** Keeps the list from changing. */
  public ParentNode {
    unmergedLeaves = List.copyOf(unmergedLeaves);
  }

  /** Reads one. */
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

  /** The same node, one more leaf below which does not know its private key. */
  ParentNode withUnmerged(int leaf) {
    List<Integer> more = new ArrayList<>(unmergedLeaves);
    more.add(-Collections.binarySearch(more, leaf) - 1, leaf);
    return new ParentNode(encryptionKey, parentHash, more);
  }

  boolean isUnmerged(int leaf) {
    return Collections.binarySearch(unmergedLeaves, leaf) >= 0;
  }

  /** The same node, as if these leaves had never been added. */
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
