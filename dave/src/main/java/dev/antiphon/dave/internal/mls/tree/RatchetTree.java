package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The public part of a ratchet tree (RFC 9420, sections 4 and 7), as an array of nodes from left to
 * right (appendix C). Immutable: each change returns another tree, which reuses the hashes of
 * unchanged subtrees. Safe for use from any thread.
 */
public final class RatchetTree implements Encodable {
  /** The maximum number of leaves. */
  public static final int MAX_LEAVES = 4096;

  private final TreeNode[] nodes;

  /**
   * The tree hashes by node, computed on first use. Two threads may compute the same hash; the
   * results are equal.
   */
  private final Bytes[] hashes;

  private RatchetTree(TreeNode[] nodes, Bytes[] hashes) {
    this.nodes = nodes;
    this.hashes = hashes;
  }

  /** The tree of a group with one member. */
  public static RatchetTree of(LeafNode leaf) {
    return new RatchetTree(new TreeNode[] {leaf}, new Bytes[1]);
  }

  /** Decodes the content of a ratchet_tree extension (RFC 9420, section 12.4.3.3). */
  public static RatchetTree read(MlsReader reader) throws MlsException {
    List<Optional<TreeNode>> list =
        reader.list(2 * MAX_LEAVES - 1, "a ratchet tree", RatchetTree::readNode);
    if (list.isEmpty() || list.get(list.size() - 1).isEmpty()) {
      throw new MlsException(Refusal.MALFORMED, "a ratchet tree", "it ends with a blank node");
    }
    int leaves = 1;
    while (2 * leaves - 1 < list.size()) {
      leaves *= 2;
    }
    TreeNode[] nodes = new TreeNode[2 * leaves - 1];
    for (int i = 0; i < list.size(); i++) {
      nodes[i] = list.get(i).orElse(null);
      if (nodes[i] != null && nodes[i] instanceof LeafNode != TreeMath.isLeaf(i)) {
        throw new MlsException(
            Refusal.MALFORMED, "a ratchet tree", "the wrong kind of node at " + i);
      }
    }
    return new RatchetTree(nodes, new Bytes[nodes.length]);
  }

  private static Optional<TreeNode> readNode(MlsReader reader) throws MlsException {
    return reader.optional(
        node -> {
          int type = node.uint8();
          return switch (type) {
            case TreeHash.LEAF -> LeafNode.read(node);
            case TreeHash.PARENT -> ParentNode.read(node);
            default -> throw new MlsException(Refusal.MALFORMED, "a tree node", "type " + type);
          };
        });
  }

  @Override
  public void writeTo(MlsWriter writer) {
    int last = nodes.length - 1;
    while (nodes[last] == null) {
      last--;
    }
    int end = last + 1;
    writer.vector(
        list -> {
          for (int i = 0; i < end; i++) {
            list.uint8(nodes[i] == null ? 0 : 1);
            if (nodes[i] != null) {
              list.uint8(TreeMath.isLeaf(i) ? TreeHash.LEAF : TreeHash.PARENT).struct(nodes[i]);
            }
          }
        });
  }

  /** The number of leaves, including blank ones: a power of two. */
  public int leafCount() {
    return (nodes.length + 1) / 2;
  }

  /** The number of nodes, including blank ones. */
  int size() {
    return nodes.length;
  }

  /** The node; empty if it is blank. */
  Optional<TreeNode> node(int node) {
    return Optional.ofNullable(nodes[node]);
  }

  /** The leaf with this index among the leaves; empty if it is blank or outside the tree. */
  public Optional<LeafNode> leaf(int index) {
    return index >= 0 && index < leafCount()
        ? Optional.ofNullable((LeafNode) nodes[2 * index])
        : Optional.empty();
  }

  /** The parent node; empty if it is blank or outside the tree. */
  public Optional<ParentNode> parent(int node) {
    return node < nodes.length ? Optional.ofNullable((ParentNode) nodes[node]) : Optional.empty();
  }

  /** The indices of the leaves that are not blank, in ascending order. */
  public List<Integer> leaves() {
    return IntStream.range(0, leafCount()).filter(i -> nodes[2 * i] != null).boxed().toList();
  }

  /** The leaf for the next member: the first blank leaf, or the first one outside the tree. */
  public int nextLeaf() {
    int index = 0;
    while (index < leafCount() && nodes[2 * index] != null) {
      index++;
    }
    return index;
  }

  /**
   * The resolution of a node: the nodes whose keys together reach all members below it (RFC 9420,
   * section 4.1.1).
   */
  public List<Integer> resolution(int node) {
    List<Integer> resolution = new ArrayList<>();
    resolve(node, resolution);
    return resolution;
  }

  private void resolve(int node, List<Integer> into) {
    if (nodes[node] != null) {
      into.add(node);
      if (nodes[node] instanceof ParentNode parent) {
        parent.unmergedLeaves().forEach(leaf -> into.add(2 * leaf));
      }
    } else if (!TreeMath.isLeaf(node)) {
      resolve(TreeMath.left(node), into);
      resolve(TreeMath.right(node), into);
    }
  }

  /**
   * The filtered direct path: the nodes from a leaf to the root, without nodes whose other child
   * has no member below (RFC 9420, section 4.1.2).
   */
  public List<PathStep> filteredPath(int leaf) {
    List<PathStep> steps = new ArrayList<>();
    for (int node = 2 * leaf; node != root(); node = TreeMath.parent(node)) {
      int copath = TreeMath.sibling(node);
      if (!isEmpty(copath)) {
        steps.add(new PathStep(TreeMath.parent(node), copath));
      }
    }
    return steps;
  }

  private boolean isEmpty(int node) {
    return nodes[node] == null
        && (TreeMath.isLeaf(node)
            || (isEmpty(TreeMath.left(node)) && isEmpty(TreeMath.right(node))));
  }

  int root() {
    return TreeMath.root(leafCount());
  }

  /** The tree hash of the whole tree (RFC 9420, section 7.8). */
  public Bytes hash() {
    return hash(root());
  }

  /** The tree hash of the subtree at a node. */
  Bytes hash(int node) {
    Bytes known = hashes[node];
    if (known == null) {
      known =
          TreeMath.isLeaf(node)
              ? TreeHash.ofLeaf(node / 2, (LeafNode) nodes[node])
              : TreeHash.ofParent(
                  (ParentNode) nodes[node], hash(TreeMath.left(node)), hash(TreeMath.right(node)));
      hashes[node] = known;
    }
    return known;
  }

  /** The tree hash of a subtree without these added leaves (RFC 9420, section 7.9). */
  Bytes hashWithout(int node, List<Integer> added) {
    if (added.stream().noneMatch(leaf -> TreeMath.covers(node, leaf))) {
      return hash(node);
    }
    if (TreeMath.isLeaf(node)) {
      return TreeHash.ofLeaf(node / 2, null);
    }
    ParentNode parent = (ParentNode) nodes[node];
    return TreeHash.ofParent(
        parent == null ? null : parent.without(added),
        hashWithout(TreeMath.left(node), added),
        hashWithout(TreeMath.right(node), added));
  }

  /** The tree with one more member, at {@link #nextLeaf()} (RFC 9420, section 12.1.1). */
  public RatchetTree add(LeafNode leaf) throws MlsException {
    int index = nextLeaf();
    if (index == MAX_LEAVES) {
      throw new MlsException(Refusal.TOO_LARGE, "a group", "expected " + MAX_LEAVES + " members");
    }
    RatchetTree tree = resized(index < leafCount() ? leafCount() : 2 * leafCount());
    tree.set(2 * index, leaf);
    for (int node = 2 * index; node != tree.root(); ) {
      node = TreeMath.parent(node);
      if (tree.nodes[node] instanceof ParentNode parent) {
        tree.nodes[node] = parent.withUnmerged(index);
      }
    }
    return tree;
  }

  /**
   * The tree without a member. If the right half is then empty, it is removed (RFC 9420, section
   * 12.1.3).
   */
  public RatchetTree remove(int index) {
    RatchetTree tree = resized(leafCount());
    tree.set(2 * index, null);
    tree.blankAbove(index);
    int leaves = leafCount();
    while (leaves > 1 && tree.isEmpty(TreeMath.right(TreeMath.root(leaves)))) {
      leaves /= 2;
    }
    return tree.resized(leaves);
  }

  /**
   * The tree with a new leaf of a member. All nodes above it become blank (RFC 9420, section
   * 12.1.2).
   */
  public RatchetTree update(int index, LeafNode leaf) {
    RatchetTree tree = withLeaf(index, leaf);
    tree.blankAbove(index);
    return tree;
  }

  /** The tree with one leaf replaced and all other nodes unchanged. */
  public RatchetTree withLeaf(int index, LeafNode leaf) {
    RatchetTree tree = resized(leafCount());
    tree.set(2 * index, leaf);
    return tree;
  }

  /**
   * The tree with new keys on the filtered direct path of a leaf. The leaf itself does not change
   * (RFC 9420, section 7.5).
   *
   * @param index the leaf
   * @param keys a public key for each step, from the leaf upwards
   */
  public MergedPath merge(int index, List<Bytes> keys) {
    List<PathStep> steps = filteredPath(index);
    RatchetTree tree = resized(leafCount());
    tree.set(2 * index, nodes[2 * index]);
    tree.blankAbove(index);
    Bytes above = Bytes.EMPTY;
    for (int i = steps.size() - 1; i >= 0; i--) {
      PathStep step = steps.get(i);
      tree.nodes[step.node()] = new ParentNode(keys.get(i), above, List.of());
      above = TreeHash.parentHash(keys.get(i), above, hash(step.copath()));
    }
    return new MergedPath(tree, above);
  }

  /**
   * A tree with a new path.
   *
   * @param tree the tree; it still has the old leaf
   * @param leafParentHash the parent hash that the new leaf must contain
   */
  public record MergedPath(RatchetTree tree, Bytes leafParentHash) {}

  private RatchetTree resized(int leaves) {
    int length = 2 * leaves - 1;
    RatchetTree tree = new RatchetTree(new TreeNode[length], new Bytes[length]);
    int kept = Math.min(length, nodes.length);
    System.arraycopy(nodes, 0, tree.nodes, 0, kept);
    System.arraycopy(hashes, 0, tree.hashes, 0, kept);
    return tree;
  }

  /** Sets a node. Only called before the tree is returned to the caller. */
  private void set(int node, @Nullable TreeNode value) {
    nodes[node] = value;
    hashes[node] = null;
    for (int at = node; at != root(); ) {
      at = TreeMath.parent(at);
      hashes[at] = null;
    }
  }

  private void blankAbove(int leaf) {
    for (int node = 2 * leaf; node != root(); ) {
      node = TreeMath.parent(node);
      nodes[node] = null;
    }
  }

  /** The public keys of all nodes that are not blank. */
  public List<Bytes> encryptionKeys() {
    List<Bytes> keys = new ArrayList<>();
    for (TreeNode node : nodes) {
      if (node != null) {
        keys.add(node.encryptionKey());
      }
    }
    return Collections.unmodifiableList(keys);
  }
}
