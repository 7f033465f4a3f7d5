package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The path secrets of a filtered direct path from one step upwards, with their key pairs and the
 * commit secret (RFC 9420, section 7.4). Closing it wipes them.
 */
public final class PathSecrets implements AutoCloseable {
  private final List<PathStep> steps;
  private final List<Secret> secrets = new ArrayList<>();
  private final List<HpkeKeyPair> pairs = new ArrayList<>();
  private final Secret commitSecret;

  private PathSecrets(List<PathStep> steps, Secret first) {
    this.steps = steps;
    Secret secret = first;
    for (int i = 0; i < steps.size(); i++) {
      secrets.add(secret);
      try (Secret seed = secret.derive("node")) {
        pairs.add(HpkeKeyPair.derive(seed));
      }
      secret = secret.derive("path");
    }
    commitSecret = secret;
  }

  /** New random secrets for all steps above a leaf. */
  public static PathSecrets generate(RatchetTree tree, int leaf, SecureRandom random) {
    return new PathSecrets(tree.filteredPath(leaf), Secret.random(random, Secret.LENGTH));
  }

  /**
   * The secrets that derive from the path secret of a welcome. It takes ownership of that secret.
   *
   * @param tree the tree after the path is applied
   * @param sender the leaf of the sender of the path
   * @param added the leaf of the new member
   */
  public static PathSecrets joined(RatchetTree tree, int sender, int added, Secret secret)
      throws MlsException {
    return from(tree, sender, TreeMath.commonAncestor(sender, added), secret);
  }

  /**
   * The secrets that derive from the secret of a node. Refuses secrets that do not match the tree.
   */
  static PathSecrets from(RatchetTree tree, int sender, int node, Secret secret)
      throws MlsException {
    List<PathStep> steps = tree.filteredPath(sender);
    int first = 0;
    while (first < steps.size() && steps.get(first).node() != node) {
      first++;
    }
    if (first == steps.size() || secret.length() != Secret.LENGTH) {
      secret.close();
      throw new MlsException(Refusal.BAD_PATH, "the path", "it has no secret of 32 bytes");
    }
    PathSecrets path = new PathSecrets(steps.subList(first, steps.size()), secret);
    for (int i = 0; i < path.steps.size(); i++) {
      int at = path.steps.get(i).node();
      Bytes expected = tree.parent(at).map(ParentNode::encryptionKey).orElse(Bytes.EMPTY);
      if (!path.pairs.get(i).publicKey().equals(expected)) {
        path.close();
        throw new MlsException(Refusal.PATH_SECRET_MISMATCH, "the path", "at node " + at);
      }
    }
    return path;
  }

  /** The public keys, from the leaf's parent upwards. */
  public List<Bytes> keys() {
    return pairs.stream().map(HpkeKeyPair::publicKey).toList();
  }

  List<PathStep> steps() {
    return steps;
  }

  List<HpkeKeyPair> pairs() {
    return pairs;
  }

  /**
   * The commit secret, from which the secrets of the next epoch derive. This object keeps
   * ownership.
   */
  public Secret commitSecret() {
    return commitSecret;
  }

  /**
   * The secret for a new member: the secret of the lowest common ancestor of both leaves. This
   * object keeps ownership.
   */
  public Secret secretFor(int sender, int added) {
    int node = TreeMath.commonAncestor(sender, added);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).node() == node) {
        return secrets.get(i);
      }
    }
    throw new IllegalArgumentException("Leaf " + added + " has no common node with the path");
  }

  /**
   * Encrypts each path secret to the members below its node.
   *
   * @param tree the tree after the path is applied
   * @param added the leaves that the same commit adds
   * @param context the provisional group context
   */
  public List<UpdatePath.Node> encrypt(
      RatchetTree tree, List<Integer> added, Bytes context, SecureRandom random)
      throws MlsException {
    List<UpdatePath.Node> nodes = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<HpkeCiphertext> sealed = new ArrayList<>();
      for (int reader : UpdatePath.readers(tree, steps.get(i), added)) {
        Bytes key = tree.node(reader).orElseThrow().encryptionKey();
        sealed.add(Hpke.encrypt(key, MemberKeys.LABEL, context, secrets.get(i), random));
      }
      nodes.add(new UpdatePath.Node(pairs.get(i).publicKey(), sealed));
    }
    return nodes;
  }

  @Override
  public void close() {
    secrets.forEach(Secret::close);
    pairs.forEach(HpkeKeyPair::close);
    commitSecret.close();
  }
}
