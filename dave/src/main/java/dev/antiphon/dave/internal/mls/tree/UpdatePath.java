package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import java.util.List;

/**
 * New keys from a member's leaf to the root, with path secrets that are encrypted to the other
 * members (RFC 9420, section 7.6).
 *
 * @param leaf the member's new leaf
 * @param nodes one node for each step of the filtered direct path, from the leaf upwards
 */
public record UpdatePath(LeafNode leaf, List<Node> nodes) implements Encodable {
  /** The maximum depth of a tree with {@link RatchetTree#MAX_LEAVES} leaves. */
  private static final int MAX_NODES = 12;

  /** Takes a copy of the list. */
  public UpdatePath {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node of a path.
   *
   * @param encryptionKey the new public key of the node
   * @param secrets the path secret, encrypted to each node in the resolution of the child that is
   *     not on the path
   */
  public record Node(Bytes encryptionKey, List<HpkeCiphertext> secrets) implements Encodable {
    /** Takes a copy of the list. */
    public Node {
      secrets = List.copyOf(secrets);
    }

    static Node read(MlsReader reader) throws MlsException {
      return new Node(
          reader.opaque(),
          reader.list(RatchetTree.MAX_LEAVES, "a list of path secrets", HpkeCiphertext::read));
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.opaque(encryptionKey).list(secrets);
    }
  }

  /** Decodes an update path. */
  public static UpdatePath read(MlsReader reader) throws MlsException {
    return new UpdatePath(
        LeafNode.read(reader), reader.list(MAX_NODES, "an update path", Node::read));
  }

  /** The new public keys, from the leaf's parent upwards. */
  public List<Bytes> keys() {
    return nodes.stream().map(Node::encryptionKey).toList();
  }

  /**
   * Refuses a path that does not have one node for each step, or a node that does not have one
   * secret for each reader.
   *
   * @param tree the tree after the commit's proposals are applied
   * @param sender the leaf of the sender of the path
   * @param added the leaves that the same commit adds; these members get the secrets in their
   *     welcome
   */
  public void checkShape(RatchetTree tree, int sender, List<Integer> added) throws MlsException {
    List<PathStep> steps = tree.filteredPath(sender);
    if (steps.size() != nodes.size()) {
      throw new MlsException(
          Refusal.BAD_PATH, "the commit", nodes.size() + " nodes, expected " + steps.size());
    }
    for (int i = 0; i < nodes.size(); i++) {
      int readers = readers(tree, steps.get(i), added).size();
      if (nodes.get(i).secrets().size() != readers) {
        throw new MlsException(
            Refusal.BAD_PATH,
            "the commit",
            nodes.get(i).secrets().size() + " secrets at step " + i + ", expected " + readers);
      }
    }
  }

  /** The nodes that the secret of a step is encrypted to. */
  static List<Integer> readers(RatchetTree tree, PathStep step, List<Integer> added) {
    List<Integer> readers = tree.resolution(step.copath());
    readers.removeIf(node -> TreeMath.isLeaf(node) && added.contains(node / 2));
    return readers;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.struct(leaf).list(nodes);
  }
}
