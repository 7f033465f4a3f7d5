package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The private keys that one member has in one epoch: the key of its leaf and keys of nodes above it
 * (RFC 9420, section 4.2). Immutable. The keys of the next epoch are copies, so closing wipes only
 * the keys of this epoch.
 */
public final class MemberKeys implements AutoCloseable {
  static final String LABEL = "UpdatePathNode";

  private final int leaf;
  private final HpkeKeyPair leafPair;
  private final Map<Integer, HpkeKeyPair> parents;

  private MemberKeys(int leaf, HpkeKeyPair leafPair, Map<Integer, HpkeKeyPair> parents) {
    this.leaf = leaf;
    this.leafPair = leafPair;
    this.parents = parents;
  }

  /** A member with only the key of its leaf. It takes ownership of the key pair. */
  public static MemberKeys of(int leaf, HpkeKeyPair leafPair) {
    return new MemberKeys(leaf, leafPair, Map.of());
  }

  /** A member with these keys above its leaf. It takes ownership of all key pairs. */
  static MemberKeys of(int leaf, HpkeKeyPair leafPair, Map<Integer, HpkeKeyPair> parents) {
    return new MemberKeys(leaf, leafPair, Map.copyOf(parents));
  }

  /** The index of the member's leaf. */
  public int leaf() {
    return leaf;
  }

  /** The keys after a commit without a path: the keys that are still in the tree. */
  public MemberKeys in(RatchetTree tree) {
    return new MemberKeys(leaf, leafPair.copy(), kept(tree));
  }

  /**
   * The keys after a path: the keys that are still in the tree, and the keys that derive from the
   * path secrets.
   */
  public MemberKeys in(RatchetTree tree, PathSecrets path) {
    return in(tree, path, leafPair.copy());
  }

  /**
   * The keys after a path of this member itself. It takes ownership of the key pair of the new
   * leaf.
   */
  public MemberKeys in(RatchetTree tree, PathSecrets path, HpkeKeyPair newLeafPair) {
    Map<Integer, HpkeKeyPair> known = kept(tree);
    for (int i = 0; i < path.steps().size(); i++) {
      known.put(path.steps().get(i).node(), path.pairs().get(i).copy());
    }
    return new MemberKeys(leaf, newLeafPair, known);
  }

  private Map<Integer, HpkeKeyPair> kept(RatchetTree tree) {
    Map<Integer, HpkeKeyPair> kept = new HashMap<>();
    parents.forEach(
        (node, pair) -> {
          if (isIn(tree, node, pair)) {
            kept.put(node, pair.copy());
          }
        });
    return kept;
  }

  /**
   * Decrypts the path secret that is encrypted to this member, and derives the secrets above it.
   *
   * @param tree the tree after the path is applied; the shape of the path has been checked
   * @param sender the leaf of the sender of the path
   * @param added the leaves that the same commit adds
   * @param context the provisional group context
   */
  public PathSecrets open(
      RatchetTree tree,
      int sender,
      UpdatePath path,
      List<Integer> added,
      Bytes context,
      SecureRandom random)
      throws MlsException {
    List<PathStep> steps = tree.filteredPath(sender);
    int i = 0;
    while (!TreeMath.covers(steps.get(i).copath(), leaf)) {
      i++;
    }
    List<Integer> readers = UpdatePath.readers(tree, steps.get(i), added);
    for (int j = 0; j < readers.size(); j++) {
      HpkeKeyPair pair = readers.get(j) == 2 * leaf ? leafPair : parents.get(readers.get(j));
      if (pair != null) {
        Secret secret =
            Hpke.decrypt(
                pair, LABEL, context, path.nodes().get(i).secrets().get(j), random, "the path");
        return PathSecrets.from(tree, sender, steps.get(i).node(), secret);
      }
    }
    throw new MlsException(Refusal.UNDECRYPTABLE, "the path", "it has no secret for this member");
  }

  /** Whether each private key belongs to the public key in the tree; for tests. */
  boolean fits(RatchetTree tree) {
    return tree.leaf(leaf).orElseThrow().encryptionKey().equals(leafPair.publicKey())
        && parents.entrySet().stream().allMatch(e -> isIn(tree, e.getKey(), e.getValue()));
  }

  private static boolean isIn(RatchetTree tree, int node, HpkeKeyPair pair) {
    return tree.parent(node).filter(p -> p.encryptionKey().equals(pair.publicKey())).isPresent();
  }

  @Override
  public void close() {
    leafPair.close();
    parents.values().forEach(HpkeKeyPair::close);
  }

  /** The leaf and the number of keys above it. */
  @Override
  public String toString() {
    return "MemberKeys[leaf " + leaf + ", " + parents.size() + " above]";
  }
}
