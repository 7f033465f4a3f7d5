package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;

/** The content of a tree node that is not blank. */
public sealed interface TreeNode extends Encodable permits LeafNode, ParentNode {
  /** The public key that path secrets are encrypted to. */
  Bytes encryptionKey();

  /** The hash of the next node above that the same commit has set; empty if there is none. */
  Bytes parentHash();
}
