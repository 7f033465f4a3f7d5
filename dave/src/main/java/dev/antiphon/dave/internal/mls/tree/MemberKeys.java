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
 * The private keys that one member knows in one epoch: its leaf's, and those of nodes above it (RFC
 * 9420, section 4.2). It never changes, and the next epoch's keys are copies: closing it wipes
 * these and no others.
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

  /** A member that knows its leaf's key alone; takes the key pair over. */
  public static MemberKeys of(int leaf, HpkeKeyPair leafPair) {
    return new MemberKeys(leaf, leafPair, Map.of());
  }

  /** A member that knows these keys above its leaf; takes all of them over. */
  static MemberKeys of(int leaf, HpkeKeyPair leafPair, Map<Integer, HpkeKeyPair> parents) {
    return new MemberKeys(leaf, leafPair, Map.copyOf(parents));
  }

  /** The index of the member's leaf. */
  public int leaf() {
    return leaf;
  }

  /** What is known in a tree without a new path: all that is still in it. */
  public MemberKeys in(RatchetTree tree) {
    return new MemberKeys(leaf, leafPair.copy(), kept(tree));
  }

  /** What is known after a path: what is still in the tree, and what the path's secrets give. */
  public MemberKeys in(RatchetTree tree, PathSecrets path) {
    return in(tree, path, leafPair.copy());
  }

  /** The same for the member whose path it is; takes the new leaf's key pair over. */
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
   * Decrypts the one secret of a path that is meant for this member, and derives those above it.
   *
   * @param tree the tree with the path applied, the shape of which has been checked
   * @param sender the leaf whose path it is
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
    throw new MlsException(Refusal.UNDECRYPTABLE, "the path", "no secret of it is for this member");
  }

  /** Whether each known key is the private half of the tree's; for tests of invariants. */
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

  /** The leaf and how many keys are known above it. */
  @Override
  public String toString() {
    return "MemberKeys[leaf " + leaf + ", " + parents.size() + " above]";
  }
}
