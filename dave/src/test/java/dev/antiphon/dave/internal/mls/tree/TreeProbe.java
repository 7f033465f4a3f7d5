package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gives tests of other packages access to the nodes of a tree, also for changes that the API does
 * not allow.
 */
public final class TreeProbe {
  private TreeProbe() {}

  /** Whether each private key of a member belongs to the public key of its node. */
  public static boolean fits(MemberKeys keys, RatchetTree tree) {
    return keys.fits(tree);
  }

  /** The first parent node that is not blank. */
  public static int firstParent(RatchetTree tree) {
    int node = 1;
    while (tree.parent(node).isEmpty()) {
      node += 2;
    }
    return node;
  }

  /** The tree with one changed node, as an attacker can send it. */
  public static RatchetTree with(RatchetTree tree, int node, UnaryOperator<TreeNode> change)
      throws MlsException {
    MlsWriter writer = new MlsWriter();
    writer.vector(
        list -> {
          for (int i = 0; i <= last(tree); i++) {
            Optional<TreeNode> old = tree.node(i);
            Optional<TreeNode> value = i == node ? old.map(change) : old;
            list.uint8(value.isPresent() ? 1 : 0);
            value.ifPresent(v -> list.uint8(v instanceof LeafNode ? 1 : 2).struct(v));
          }
        });
    return RatchetTree.read(new MlsReader(writer.toArray()));
  }

  private static int last(RatchetTree tree) {
    int last = tree.size() - 1;
    while (tree.node(last).isEmpty()) {
      last--;
    }
    return last;
  }
}
