package dev.antiphon.dave.internal.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Trees grow and shrink, and invalid encodings are refused. */
class RatchetTreeTest {
  private final SecureRandom random = new SecureRandom();
  private long nextUser;

  private LeafNode leaf() {
    return LeafNode.forKeyPackage(
        SignatureKeyPair.generate(random),
        HpkeKeyPair.generate(random).publicKey(),
        Credential.ofUser(nextUser++));
  }

  private RatchetTree of(int leaves) throws MlsException {
    RatchetTree tree = RatchetTree.of(leaf());
    for (int i = 1; i < leaves; i++) {
      tree = tree.add(leaf());
    }
    return tree;
  }

  private static RatchetTree decoded(RatchetTree tree) throws MlsException {
    return RatchetTree.read(new MlsReader(tree.encode().toArray()));
  }

  private static RatchetTree renewed(RatchetTree tree, int leaf, SecureRandom random) {
    return tree.merge(leaf, PathSecrets.generate(tree, leaf, random).keys()).tree();
  }

  @Test
  void treeSizeDoublesWhenTheTreeIsFullAndHalvesWhenItsRightHalfIsEmpty() throws MlsException {
    RatchetTree four = of(4);
    RatchetTree five = four.add(leaf());
    assertThat(four.leafCount()).isEqualTo(4);
    assertThat(five.leafCount()).isEqualTo(8);
    RatchetTree back = five.remove(4);
    assertThat(back.leafCount()).isEqualTo(4);
    assertThat(back.hash()).isEqualTo(four.hash());
    assertThat(five.remove(2).leafCount()).isEqualTo(8);
    assertThat(five.remove(2).nextLeaf()).isEqualTo(2);
    assertThat(five.remove(3).remove(2).remove(4).leafCount()).isEqualTo(2);
  }

  @Test
  void filteredPathSkipsTheRootWhenTheLeftHalfIsEmpty() throws MlsException {
    RatchetTree tree = of(5).remove(0).remove(1).remove(2).remove(3);
    assertThat(tree.leafCount()).isEqualTo(8);
    assertThat(tree.filteredPath(4)).isEmpty();
    RatchetTree two = of(6).remove(0).remove(1).remove(2).remove(3);
    assertThat(two.filteredPath(4)).containsExactly(new PathStep(9, 10));
    RatchetTree.MergedPath merged = two.merge(4, PathSecrets.generate(two, 4, random).keys());
    assertThat(merged.tree().parent(7)).isEmpty();
    assertThat(merged.tree().parent(9).orElseThrow().parentHash()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void newLeafIsAddedToTheUnmergedLeavesOfItsNonBlankParents() throws MlsException {
    RatchetTree tree = renewed(of(3), 0, random).add(leaf());
    assertThat(tree.parent(3).orElseThrow().unmergedLeaves()).containsExactly(3);
    assertThat(tree.parent(5)).isEmpty();
    assertThat(tree.resolution(3)).containsExactly(3, 6);
    assertThat(tree.remove(1).resolution(3)).containsExactly(0, 4, 6);
    assertThat(renewed(tree, 3, random).parent(3).orElseThrow().unmergedLeaves()).isEmpty();
  }

  @Test
  void treeHashAfterChangesEqualsTheHashOfTheDecodedTree() throws MlsException {
    RatchetTree tree = of(11);
    for (int leaf : List.of(3, 10, 0)) {
      tree.hash();
      tree = renewed(tree, leaf, random);
      assertThat(tree.hash()).isEqualTo(decoded(tree).hash());
      tree = tree.remove((leaf + 4) % 11).add(leaf()).add(leaf());
      assertThat(tree.hash()).isEqualTo(decoded(tree).hash());
      tree = tree.withLeaf(leaf, leaf());
      assertThat(tree.hash()).isEqualTo(decoded(tree).hash());
      assertThat(decoded(tree).encode()).isEqualTo(tree.encode());
    }
  }

  private static void refused(Consumer<MlsWriter> nodes) {
    byte[] encoded = new MlsWriter().vector(nodes).toArray();
    MlsException refused =
        catchThrowableOfType(MlsException.class, () -> RatchetTree.read(new MlsReader(encoded)));
    assertThat(refused).isNotNull();
    assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
  }

  @Test
  void invalidTreesAreRefused() {
    LeafNode leaf = leaf();
    ParentNode parent = new ParentNode(Bytes.EMPTY, Bytes.EMPTY, List.of());
    refused(nodes -> {});
    refused(nodes -> nodes.uint8(0));
    refused(nodes -> nodes.uint8(1).uint8(1).struct(leaf).uint8(0));
    refused(nodes -> nodes.uint8(1).uint8(2).struct(parent));
    refused(nodes -> nodes.uint8(0).uint8(1).uint8(1).struct(leaf));
    refused(nodes -> nodes.uint8(1).uint8(3).struct(leaf));
    refused(nodes -> nodes.uint8(2));
  }

  @Test
  void unmergedLeavesThatAreNotInAscendingOrderAreRefused() {
    for (List<Integer> leaves : List.of(List.of(1, 1), List.of(2, 1), List.of(-1))) {
      ParentNode parent = new ParentNode(Bytes.EMPTY, Bytes.EMPTY, leaves);
      MlsReader reader = new MlsReader(parent.encode().toArray());
      MlsException refused =
          catchThrowableOfType(MlsException.class, () -> ParentNode.read(reader));
      assertThat(refused).isNotNull();
      assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
    }
  }
}
