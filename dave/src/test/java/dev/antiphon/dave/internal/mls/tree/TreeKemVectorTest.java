package dev.antiphon.dave.internal.mls.tree;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static dev.antiphon.dave.internal.mls.MlsVectors.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The test vectors for update paths: each receiver decrypts each path of the vectors, and also a
 * path that we create.
 */
class TreeKemVectorTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void everyMemberDecryptsEveryPathOfTheTestVectors() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("treekem");
    assertThat(cases).hasSize(11);
    int opened = 0;
    for (JsonNode vector : cases) {
      RatchetTree tree = RatchetTree.read(new MlsReader(MlsVectors.array(vector, "ratchet_tree")));
      Map<Integer, MemberKeys> members = new HashMap<>();
      Map<Integer, SignatureKeyPair> signers = new HashMap<>();
      for (JsonNode known : vector.required("leaves_private")) {
        int leaf = known.required("index").intValue();
        members.put(leaf, keys(tree, leaf, known));
        signers.put(leaf, SignatureKeyPair.of(secret(known, "signature_priv")));
      }
      for (JsonNode path : vector.required("update_paths")) {
        opened += decryptByAll(vector, tree, members, path);
        int sender = path.required("sender").intValue();
        decryptOwnPath(vector, tree, members, sender, signers.get(sender));
      }
    }
    assertThat(opened).isEqualTo(328);
  }

  /**
   * The keys of a member in the vector. The vector contains a path secret for each of its nodes.
   */
  private static MemberKeys keys(RatchetTree tree, int leaf, JsonNode known) {
    Map<Integer, HpkeKeyPair> parents = new HashMap<>();
    for (JsonNode one : known.required("path_secrets")) {
      HpkeKeyPair pair = HpkeKeyPair.derive(secret(one, "path_secret").derive("node"));
      int node = one.required("node").intValue();
      assertThat(pair.publicKey()).isEqualTo(tree.parent(node).orElseThrow().encryptionKey());
      parents.put(node, pair);
    }
    MemberKeys keys =
        MemberKeys.of(leaf, HpkeKeyPair.of(secret(known, "encryption_priv")), parents);
    assertThat(keys.fits(tree)).isTrue();
    return keys;
  }

  private int decryptByAll(
      JsonNode vector, RatchetTree tree, Map<Integer, MemberKeys> members, JsonNode test)
      throws MlsException {
    int sender = test.required("sender").intValue();
    UpdatePath path = UpdatePath.read(new MlsReader(MlsVectors.array(test, "update_path")));
    assertThat(path.encode()).isEqualTo(bytes(test, "update_path"));
    path.checkShape(tree, sender, List.of());
    RatchetTree.MergedPath merged = tree.merge(sender, path.keys());
    assertThat(path.leaf().parentHash()).isEqualTo(merged.leafParentHash());
    RatchetTree after = merged.tree().withLeaf(sender, path.leaf());
    assertThat(after.hash()).isEqualTo(bytes(test, "tree_hash_after"));
    path.leaf().verifySignature(bytes(vector, "group_id"), sender);
    TreeValidator.check(after);
    Bytes context = context(vector, after);
    int opened = 0;
    for (MemberKeys keys : members.values()) {
      if (keys.leaf() != sender) {
        PathSecrets secrets = keys.open(after, sender, path, List.of(), context, random);
        String first = test.required("path_secrets").get(keys.leaf()).textValue();
        assertThat(shown(secrets.secretFor(sender, keys.leaf()))).isEqualTo(hex(first));
        assertThat(shown(secrets.commitSecret())).isEqualTo(bytes(test, "commit_secret"));
        assertThat(keys.in(after, secrets).fits(after)).isTrue();
        opened++;
      }
    }
    return opened;
  }

  private void decryptOwnPath(
      JsonNode vector,
      RatchetTree tree,
      Map<Integer, MemberKeys> members,
      int sender,
      SignatureKeyPair signer)
      throws MlsException {
    PathSecrets secrets = PathSecrets.generate(tree, sender, random);
    RatchetTree.MergedPath merged = tree.merge(sender, secrets.keys());
    HpkeKeyPair pair = HpkeKeyPair.generate(random);
    LeafNode leaf =
        tree.leaf(sender)
            .orElseThrow()
            .renewed(
                signer,
                pair.publicKey(),
                merged.leafParentHash(),
                bytes(vector, "group_id"),
                sender);
    RatchetTree after = merged.tree().withLeaf(sender, leaf);
    TreeValidator.check(after);
    Bytes context = context(vector, after);
    UpdatePath path = new UpdatePath(leaf, secrets.encrypt(after, List.of(), context, random));
    path.checkShape(tree, sender, List.of());
    for (MemberKeys keys : members.values()) {
      if (keys.leaf() != sender) {
        PathSecrets opened = keys.open(after, sender, path, List.of(), context, random);
        assertThat(shown(opened.commitSecret())).isEqualTo(shown(secrets.commitSecret()));
      }
    }
    assertThat(members.get(sender).in(after, secrets, pair).fits(after)).isTrue();
  }

  private static Bytes context(JsonNode vector, RatchetTree after) {
    return new MlsWriter()
        .uint16(1)
        .uint16(2)
        .opaque(bytes(vector, "group_id"))
        .uint64(vector.required("epoch").longValue())
        .opaque(after.hash())
        .opaque(bytes(vector, "confirmed_transcript_hash"))
        .list(List.of())
        .toBytes();
  }

  private static Bytes hex(String digits) {
    return Bytes.copyOf(HexFormat.of().parseHex(digits));
  }
}
