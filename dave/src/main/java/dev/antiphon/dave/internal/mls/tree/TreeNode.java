package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;

/** What stands in a node of the tree that is not blank. */
public sealed interface TreeNode extends Encodable permits LeafNode, ParentNode {
  /** The key that path secrets are encrypted to. */
  Bytes encryptionKey();

  /** The hash of the parent that was set together with this node; empty if there is none. */
  Bytes parentHash();
}
