package dev.antiphon.dave.internal.mls.tree;

/**
 * Indices of the nodes of a full binary tree, written from left to right: leaves are even, parents
 * odd (RFC 9420, appendix C). The number of leaves is a power of two.
 */
final class TreeMath {
  private TreeMath() {}

  static int root(int leaves) {
    return leaves - 1;
  }

  static boolean isLeaf(int node) {
    return (node & 1) == 0;
  }

  /** 0 for a leaf, one more than its children for a parent. */
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

  /** Whether the leaf, by its index among the leaves, lies under the node or is it. */
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
