package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates a ratchet tree from another member (RFC 9420, section 12.4.3.1). */
public final class TreeValidator {
  private TreeValidator() {}

  /**
   * Refuses a tree with unmerged leaves, keys or parent hashes that commits cannot produce. It does
   * not check the signatures of the leaves, because they depend on the group.
   */
  public static void check(RatchetTree tree) throws MlsException {
    checkUnmergedLeaves(tree);
    checkUnique(tree);
    for (Bytes key : tree.encryptionKeys()) {
      Signatures.checkKey(key);
    }
    checkParentHashes(tree);
  }

  private static void checkUnmergedLeaves(RatchetTree tree) throws MlsException {
    for (int node = 1; node < tree.size(); node += 2) {
      if (tree.parent(node).isPresent()) {
        for (int leaf : tree.parent(node).get().unmergedLeaves()) {
          checkUnmergedLeaf(tree, node, leaf);
        }
      }
    }
  }

  private static void checkUnmergedLeaf(RatchetTree tree, int top, int leaf) throws MlsException {
    if (tree.leaf(leaf).isEmpty() || !TreeMath.covers(top, leaf)) {
      throw new MlsException(
          Refusal.BAD_TREE, "the tree", "leaf " + leaf + " is not below node " + top);
    }
    for (int node = TreeMath.parent(2 * leaf); node != top; node = TreeMath.parent(node)) {
      if (tree.parent(node).isPresent() && !tree.parent(node).get().isUnmerged(leaf)) {
        throw new MlsException(
            Refusal.BAD_TREE, "the tree", "leaf " + leaf + " is unmerged only above node " + node);
      }
    }
  }

  /**
   * Refuses a tree in which two nodes have the same encryption key, or two leaves the same
   * signature key.
   */
  public static void checkUnique(RatchetTree tree) throws MlsException {
    checkUnique(tree.encryptionKeys(), "encryption key");
    checkUnique(
        tree.leaves().stream().map(i -> tree.leaf(i).orElseThrow().signatureKey()).toList(),
        "signature key");
  }

  /** Refuses a list of keys that contains the same key twice. */
  public static void checkUnique(Collection<Bytes> keys, String subject) throws MlsException {
    Set<Bytes> seen = new HashSet<>();
    for (Bytes key : keys) {
      if (!seen.add(key)) {
        throw new MlsException(Refusal.DUPLICATE_KEY, "the tree", "the " + subject + " " + key);
      }
    }
  }

  /** RFC 9420, section 7.9.2: each parent was set from exactly one of its children. */
  private static void checkParentHashes(RatchetTree tree) throws MlsException {
    for (int node = 1; node < tree.size(); node += 2) {
      if (tree.parent(node).isPresent()) {
        ParentNode parent = tree.parent(node).get();
        int left = TreeMath.left(node);
        int right = TreeMath.right(node);
        if (isSetFrom(tree, parent, left, right) == isSetFrom(tree, parent, right, left)) {
          throw new MlsException(Refusal.BAD_PARENT_HASH, "the node " + node);
        }
      }
    }
  }

  /**
   * Whether a commit from below this child has set the parent. Then all nodes of the child's
   * resolution except one were added later, and that one contains the parent's hash.
   */
  private static boolean isSetFrom(RatchetTree tree, ParentNode parent, int child, int sibling) {
    List<Integer> resolution = tree.resolution(child);
    resolution.removeIf(node -> TreeMath.isLeaf(node) && parent.isUnmerged(node / 2));
    return resolution.size() == 1
        && tree.node(resolution.get(0))
            .orElseThrow()
            .parentHash()
            .equals(
                TreeHash.parentHash(
                    parent.encryptionKey(),
                    parent.parentHash(),
                    tree.hashWithout(sibling, parent.unmergedLeaves())));
  }
}
