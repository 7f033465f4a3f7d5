package dev.antiphon.dave.internal.mls.tree;

/**
 * Computes indices of the nodes in a full binary tree. The nodes are numbered from left to right:
 * leaves have even indices, parents odd ones (RFC 9420, appendix C). The number of leaves is a
 * power of two.
 */
final class TreeMath {
  private TreeMath() {}

  static int root(int leaves) {
    return leaves - 1;
  }

  static boolean isLeaf(int node) {
    return (node & 1) == 0;
  }

  /** The level of a node: 0 for a leaf; one more than its children for a parent. */
  static int level(int node) {
    return Integer.numberOfTrailingZeros(~node);
  }

  static int left(int parent) {
    return parent ^ (1 << (level(parent) - 1));
  }

  static int right(int parent) {
    return parent ^ (3 << (level(parent) - 1));
  }

  static int parent(int node) {
    int level = level(node);
    return (node | (1 << level)) & ~(1 << (level + 1));
  }

  static int sibling(int node) {
    return node ^ (2 << level(node));
  }

  /** Whether the node is the leaf or is above it. The leaf is an index among the leaves. */
  static boolean covers(int node, int leaf) {
    int level = level(node);
    return (2 * leaf) >>> (level + 1) == node >>> (level + 1);
  }

  /** The lowest node that covers both leaves. */
  static int commonAncestor(int one, int other) {
    int node = 2 * one;
    while (!covers(node, other)) {
      node = parent(node);
    }
    return node;
  }
}
