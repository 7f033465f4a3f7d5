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
 * New keys from a member's leaf to the root, and their secrets for those who may know them (RFC
 * 9420, section 7.6).
 *
 * @param leaf the member's new leaf
 * @param nodes one for each step of the filtered direct path, from the leaf upwards
 */
public record UpdatePath(LeafNode leaf, List<Node> nodes) implements Encodable {
  /** A tree of {@link RatchetTree#MAX_LEAVES} leaves is no deeper. */
  private static final int MOST_NODES = 12;

  /** Keeps the list from changing. */
  public UpdatePath {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node of a path.
   *
   * @param encryptionKey its new public key
   * @param secrets its path secret, for each node in the resolution of the child off the path
   */
  public record Node(Bytes encryptionKey, List<HpkeCiphertext> secrets) implements Encodable {
    /** Keeps the list from changing. */
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

  /** Reads one. */
  public static UpdatePath read(MlsReader reader) throws MlsException {
    return new UpdatePath(
        LeafNode.read(reader), reader.list(MOST_NODES, "an update path", Node::read));
  }

  /** The new public keys, from the leaf's parent upwards. */
  public List<Bytes> keys() {
    return nodes.stream().map(Node::encryptionKey).toList();
  }

  /**
   * Refuses a path that does not have one node for each step, and in it one secret for each reader.
   *
   * @param tree the tree with the commit's proposals applied
   * @param sender the member whose path it is
   * @param added the leaves that the same commit adds, which learn the secrets by their welcome
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

  /** The nodes that a step's secret is encrypted to. */
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
